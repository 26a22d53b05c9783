import { type InspectRule, type Place, refuse } from './inspect-fault.ts';
import {
  type Dict,
  isDict,
  isList,
  isRef,
  isStream,
  type ObjectSource,
  type Ref,
  resolve,
  type Value,
} from './values.ts';

type Rules = ReadonlyMap<string, InspectRule>;

/** Keys that no dictionary may have, wherever it is, unless its keys are names of the document's own choosing. */
const keys: Rules = new Map([
  ['JS', 'script'],
  ['JavaScript', 'script'],
  ['AA', 'action'],
  ['PA', 'action'],
  ['EmbeddedFiles', 'attachment'],
  ['EF', 'attachment'],
  ['AF', 'attachment'],
  ['Collection', 'attachment'],
  ['OCProperties', 'layer'],
  ['XFA', 'form'],
  ['RichMediaContent', 'media'],
  ['Renditions', 'media'],
  ['AlternatePresentations', 'media'],
  ['OPI', 'external-file'],
  ['Alternates', 'print-differs'],
]);

/** Values of `/S`: every type of action (ISO 32000-2, table 201) but `GoTo`. */
const actions: Rules = new Map([
  ['JavaScript', 'script'],
  ['Launch', 'launch'],
  ['GoToR', 'action'],
  ['GoToE', 'attachment'],
  ['GoToDp', 'action'],
  ['Thread', 'action'],
  ['URI', 'action'],
  ['Sound', 'media'],
  ['Movie', 'media'],
  ['Hide', 'action'],
  ['Named', 'action'],
  ['SubmitForm', 'form'],
  ['ResetForm', 'form'],
  ['ImportData', 'form'],
  ['SetOCGState', 'layer'],
  ['Rendition', 'media'],
  ['Trans', 'action'],
  ['GoTo3DView', 'media'],
  ['RichMediaExecute', 'media'],
]);

/** Values of `/Type`. */
const types: Rules = new Map([
  ['OCG', 'layer'],
  ['OCMD', 'layer'],
  ['EmbeddedFile', 'attachment'],
]);

/** Values of `/Subtype` of an annotation; what is not listed is 'annotation'. */
const annotationKinds: Rules = new Map([
  ['Widget', 'form'],
  ['FileAttachment', 'attachment'],
  ['Screen', 'media'],
  ['Movie', 'media'],
  ['Sound', 'media'],
  ['RichMedia', 'media'],
  ['3D', 'media'],
]);

/** Dictionaries under these keys map names that the document chose: `/AA` may be a font or a glyph there. */
const nameMaps: ReadonlySet<string> = new Set([
  'Font',
  'XObject',
  'ExtGState',
  'ColorSpace',
  'Pattern',
  'Shading',
  'Properties',
  'CharProcs',
  'Colorants',
  'Dests',
  'RoleMap',
  'RoleMapNS',
  'ClassMap',
]);

/** How a dictionary is looked at; an object may be reached in both ways. */
const asDict = 1;
const asNameMap = 2;
type Way = typeof asDict | typeof asNameMap;

const isMeant = (source: ObjectSource, value: Value | undefined, where: Place): boolean =>
  resolve(source, value, where) !== null;

function checkKeys(source: ObjectSource, dict: Dict, where: Place): void {
  for (const [key, value] of dict) {
    const rule = keys.get(key);
    if (rule !== undefined && isMeant(source, value, where)) refuse(rule, where);
  }
}

function checkName(source: ObjectSource, value: Value | undefined, rules: Rules, where: Place): void {
  if (value === undefined) return;
  const name = isRef(value) ? resolve(source, value, where) : value;
  const rule = typeof name === 'string' ? rules.get(name) : undefined;
  if (rule !== undefined) refuse(rule, where);
}

function checkStream(source: ObjectSource, dict: Dict, where: Place): void {
  const named = (key: string): Value => resolve(source, dict.get(key), where);
  if (named('F') !== null) refuse('external-file', where);
  const subtype = named('Subtype');
  if (subtype === 'PS' || named('Subtype2') === 'PS') refuse('postscript', where);
  // a form that stands for a page of another file
  if (subtype === 'Form' && named('Ref') !== null) refuse('external-file', where);
}

function checkAction(source: ObjectSource, action: Value, where: Place): void {
  const type = isDict(action) ? resolve(source, action.get('S'), where) : null;
  if (type !== 'GoTo') refuse(actions.get(String(type)) ?? 'action', where);
}

/** Only links within the document, which paint nothing that counts: no other annotation's text would be read. */
function checkAnnotations(source: ObjectSource, list: Value, where: Place): void {
  if (!isList(list)) refuse('annotations', where);
  for (const item of list) {
    const annotation = resolve(source, item, where);
    if (annotation === null) continue;
    if (!isDict(annotation)) refuse('annotations', where);
    const subtype = resolve(source, annotation.get('Subtype'), where);
    if (subtype !== 'Link') refuse(annotationKinds.get(String(subtype)) ?? 'annotation', where);
    if (isMeant(source, annotation.get('AP'), where)) refuse('annotation', where);
    const action = resolve(source, annotation.get('A'), where);
    if (action !== null) checkAction(source, action, where);
  }
}

/**
 * Walks through everything that can be reached from the trailer, and refuses what acts, hides or fetches. What cannot
 * be reached from there no reader looks at.
 * @param onDict is shown each dictionary
 */
export function refuseActiveContent(source: ObjectSource, onDict: (dict: Dict) => void): void {
  /** By reference, in which ways its object is or will be looked at. */
  const seen = new Map<number, number>();
  const refs: Ref[] = [];
  const ways: Way[] = [];
  /** Lists of annotations that have been checked: any number of pages may share one. */
  const annotated = new Set<Value>();

  const lookInto = (dict: Dict, where: Place, way: Way): void => {
    if (way === asDict) {
      checkKeys(source, dict, where);
      checkName(source, dict.get('S'), actions, where);
      checkName(source, dict.get('Type'), types, where);
      // on a page, or on a node above pages, from which some readers inherit them
      const list = dict.has('Annots') ? resolve(source, dict.get('Annots'), where) : null;
      if (list !== null && !annotated.has(list)) checkAnnotations(source, list, where);
      annotated.add(list);
    }
    onDict(dict);
    for (const [key, value] of dict) {
      if (typeof value !== 'object') continue;
      look(value, where, way === asDict && nameMaps.has(key) ? asNameMap : asDict);
    }
  };
  // as deep as the lexer allows
  const look = (value: Value, where: Place, way: Way): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isRef(value)) {
      const key = value.generation * 2 ** 32 + value.number;
      const before = seen.get(key) ?? 0;
      if ((before & way) !== 0) return;
      seen.set(key, before | way);
      refs.push(value);
      ways.push(way);
    } else if (isDict(value)) lookInto(value, where, way);
    else if (isList(value)) {
      for (const item of value) if (typeof item === 'object') look(item, where, asDict);
    } else if (isStream(value)) {
      checkStream(source, value.dict, where);
      lookInto(value.dict, where, asDict);
    }
  };

  look(source.trailer, 'trailer', asDict);
  for (let ref = refs.pop(); ref !== undefined; ref = refs.pop()) {
    look(source.load(ref), ref.number, ways.pop() ?? asDict);
  }
}

/** `/OpenAction` may only be a place in the document. */
export function refuseOpenAction(source: ObjectSource, catalog: Dict): void {
  const action = resolve(source, catalog.get('OpenAction'), 'catalog');
  if (action !== null && !isList(action)) checkAction(source, action, 'catalog');
}

/** Viewers print and show the crop box; `/ViewerPreferences` may name another box. */
export function refuseOtherPrintArea(source: ObjectSource, catalog: Dict): void {
  const preferences = resolve(source, catalog.get('ViewerPreferences'), 'catalog');
  if (!isDict(preferences)) return;
  for (const key of ['ViewArea', 'ViewClip', 'PrintArea', 'PrintClip']) {
    const box = resolve(source, preferences.get(key), 'catalog') ?? 'CropBox';
    if (box !== 'CropBox') refuse('print-differs', 'catalog');
  }
}

/** An `/AcroForm` without any field is a leftover; one with fields is a form. */
export function refuseForm(source: ObjectSource, catalog: Dict): void {
  const form = resolve(source, catalog.get('AcroForm'), 'catalog');
  if (form === null) return;
  const fields = isDict(form) ? resolve(source, form.get('Fields'), 'catalog') : form;
  if (fields !== null && !(isList(fields) && fields.length === 0)) refuse('form', 'catalog');
}
