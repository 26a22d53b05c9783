// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';
const FAMILIES = 'functions/issuance/families';
const SEAL = 'test/unit/issuance/seal-registration.test.ts';
const TAX = 'test/unit/issuance/tax-and-income.test.ts';
const PICTURES = 'test/unit/issuance/release-gate-pictures.test.ts';

/** Own-only certificates: whose seal, which impression, which year. */
export const SEAL_AND_TAX: readonly Guard[] = [
  ...guardsOf(`${FAMILIES}/seal-registration.ts`, SEAL, [
    {
      name: 'a suspended seal is not certified',
      edits: [["suspended: 'ISS-1217',", 'suspended: undefined,']],
      title: 'a seal that is suspended is refused, and the menu does not offer it',
    },
    {
      name: 'an erased seal is not certified',
      invariant: 'INV-5',
      edits: [["erased: 'ISS-1218',", 'erased: undefined,']],
      title: 'a seal that is erased is refused, and the menu does not offer it',
    },
    {
      name: 'a seal that was never registered is not certified',
      edits: [
        [
          "gate?.seal === undefined ? 'ISS-1216' : AGAINST[gate.seal.state]",
          "AGAINST[gate?.seal?.state ?? 'active']",
        ],
      ],
      title: 'a seal that is never registered is refused, and the menu does not offer it',
    },
    {
      name: '性別 is the city’s to decide',
      edits: [
        [
          "settings.valueOf('seal-certificate', type.id)?.printsSex ?? false",
          '(void [settings, type], false)',
        ],
      ],
      title: '性別 is printed where the city has set so, from the instant at which that begins',
    },
  ]),
  ...guardsOf(`${FAMILIES}/tax-and-income.ts`, TAX, [
    {
      name: '未申告 is not certified',
      edits: [["'not-declared': 'ISS-1222',", "'not-declared': undefined,"]],
      title: '未申告 is refused, and the year is not on the menu',
    },
    {
      name: '更正中 is not certified',
      invariant: 'INV-5',
      edits: [["'being-corrected': 'ISS-1223',", "'being-corrected': undefined,"]],
      title: 'a year that is corrected while it is drawn is refused',
    },
    {
      name: '被扶養で申告なし is the city’s to decide',
      edits: [
        [
          "state === 'dependant-not-declared' && certifiesAll",
          "(void certifiesAll, state === 'dependant-not-declared')",
        ],
      ],
      title:
        '被扶養で申告なし is issued or refused as the city has set, and refused where it has set nothing',
    },
    {
      name: 'a year is there by the roll’s own row only',
      edits: [
        ["if (state === undefined) return [{ code: 'ISS-1221' }];", 'if (state === undefined) return [];'],
      ],
      title:
        'a year exists by a row of this city’s roll only: whoever moved in after 1 January has none here',
    },
    {
      name: 'a year is one that the city offers',
      edits: [['taxYear === undefined || !yearsOf(day).includes(taxYear)', 'taxYear === undefined']],
      title: 'cannot be asked for with a year that is not offered, though the roll has it',
    },
    {
      name: 'a year has to be named',
      edits: [
        [
          'taxYear === undefined || !yearsOf(day).includes(taxYear)',
          'taxYear !== undefined && !yearsOf(day).includes(taxYear)',
        ],
      ],
      title: 'cannot be asked for with no year',
    },
  ]),
  ...guardsOf('functions/changes/tax-years.ts', 'test/unit/changes/tax-years.test.ts', [
    {
      name: 'a new year begins on the city’s day',
      edits: [['day >= newYearFrom.day', 'day > newYearFrom.day']],
      title: 'by rule: the newest from its day on, and so many before it',
    },
  ]),
  ...guardsOf(`${FAMILIES}/family.ts`, SEAL, [
    {
      name: 'a certificate of no year takes none',
      edits: [["taxYear === undefined ? [] : [{ code: 'ISS-1405' }]", '(void taxYear, [])']],
      title: 'is one’s own: a year cannot be asked for',
    },
  ]),
  ...guardsOf('functions/issuance/prepare.ts', SEAL, [
    {
      name: 'the family’s own reasons refuse',
      edits: [['reasons.push(...family.judge(own, request, { settings, type, today }));', 'void today;']],
      title: 'a seal that is suspended is refused, and the menu does not offer it',
    },
    {
      name: 'an impression that is missing refuses',
      edits: [
        [
          "if (!pictures.ok) return refused([{ code: 'ISS-1219' }]);",
          'if (!pictures.ok) return refused([]);',
        ],
      ],
      title: 'an impression that is not in its place refuses; nothing is taken instead of it',
    },
  ]),
  ...guardsOf('functions/issuance/prepare.ts', TAX, [
    {
      name: 'a city that has set no years does not offer them',
      edits: [['      FAMILIES[family].isSetUp(settings, id) &&\n', '']],
      title: 'a city that offers no year, or has set none, does not offer the certificate',
    },
  ]),
  ...guardsOf('functions/issuance/release-gate.ts', PICTURES, [
    {
      name: 'the gate compares what was loaded with the fact’s impression',
      invariant: 'INV-4',
      edits: [['kept.sha256 === named ?', '(void named, true as boolean) ?']],
      title: 'holds back a stranger’s impression that was loaded and drawn under this digest',
    },
    {
      name: 'the gate compares the impression’s pixels',
      invariant: 'INV-4',
      edits: [['seen.digest === pictureDigest(kept.image) ?', '(true as boolean) ?']],
      title: 'holds back a stranger’s impression that was drawn instead',
    },
    {
      name: 'the gate compares the impression’s size',
      invariant: 'INV-4',
      edits: [
        [
          'isNear(seen.width, kept.width) && isNear(seen.height, kept.height)',
          'isNear(seen.width, kept.width)',
        ],
      ],
      title: 'holds back the right impression in another size',
    },
    {
      name: 'the gate compares the impression’s ink',
      invariant: 'INV-4',
      edits: [['hasInk(seen, kept) ?', '(void hasInk, true as boolean) ?']],
      title: 'holds back the right impression in another ink',
    },
    {
      name: 'the gate knows every picture',
      invariant: 'INV-4',
      edits: [
        [
          'if (wanted === undefined || seen === undefined) return [`pictures.${name}`];',
          'if (wanted === undefined || seen === undefined) return [];',
        ],
      ],
      title: 'holds back a picture that the facts do not have',
    },
  ]),
  ...guardsOf('functions/issuance/issue-certificate.ts', SEAL, [
    {
      name: 'a repeat says what the facts say now',
      invariant: 'INV-9',
      edits: [
        [
          'if (!now.ok || digestOf(now.value.content) !== drawing.modelDigest)',
          'void now;\n  if (false as boolean)',
        ],
      ],
      title: 'after a re-registration only the new impression is printed, on repeats of an older request too',
    },
  ]),
  ...guardsOf('functions/issuance/gather.ts', SEAL, [
    {
      name: 'the household’s row stands for what closes its members',
      edits: [['    versions.push(read.version);\n', '']],
      title: 'close it at the commit too, by the household’s own row',
    },
  ]),
  ...guardsOf('functions/issuance/wanted.ts', SEAL, [
    {
      name: 'members close the household unless the city has set otherwise',
      edits: [['?.boundByMembers ?? true', '?.boundByMembers ?? false']],
      title:
        'close it by a protection measure, unless the city has decided otherwise (domain rule per city and type)',
    },
  ]),
  ...guardsOf('functions/eligibility/eligibility.ts', SEAL, [
    {
      name: 'an own-only certificate has no chosen subjects',
      edits: [["if (circleOf(conditions.family) === 'own' && subjects.length > 0)", NEVER]],
      title: 'is one’s own: subjects, be it oneself cannot be asked for',
    },
  ]),
  ...guardsOf('functions/seal-images/impression-store.ts', 'test/unit/seal-images/impression-store.test.ts', [
    {
      name: 'an impression that may not be listed is one that is not there',
      edits: [[" || isNamed(error, 'AccessDenied')", '']],
      title: 'is not there where S3 says that it is forbidden, as it does without the right to list',
    },
  ]),
];
