import { z } from 'zod';

/**
 * 証明書種別, by its id. Which types a city has is data: the five of the specification, and what its settings of kind
 * `certificate-type` add. `all` and `city` are no
 * types: restrictions and closures say the one of every type, settings the other of what is no type's own.
 */
export const CertificateType = z.string().regex(/^(?!(?:all|city)$)[a-z][a-z0-9-]{1,39}$/);
export type CertificateType = z.infer<typeof CertificateType>;

/**
 * What a type is judged and modelled by: the rules and models that this program knows. Each of the five types of the
 * specification has the name of its family. The order is the order of 仕様書 2(4).
 */
export const CertificateFamily = z.enum([
  'resident-record',
  'seal-registration',
  'tax-and-income',
  'family-register',
  'family-register-supplement',
]);
export type CertificateFamily = z.infer<typeof CertificateFamily>;

/** 個人・世帯全員・世帯一部; of a 戸籍 個人事項・全部事項, of its 附票 一部・全部. What each is called: `scopeName`. */
export const HouseholdScope = z.enum(['individual', 'household', 'partial']);
export type HouseholdScope = z.infer<typeof HouseholdScope>;

/**
 * 記載を求める事項: 世帯主・続柄 / 本籍・筆頭者 / 国籍・在留資格等 / 個人番号 / 在外選挙人. Off unless asked
 * (住民基本台帳法12条, 20条). 住民票コード cannot be asked for.
 */
export const IssuanceOption = z.enum([
  'relationship',
  'domicile',
  'residency',
  'individual-number',
  'overseas-voter',
]);
export type IssuanceOption = z.infer<typeof IssuanceOption>;

type Choices = { readonly scopes: readonly HouseholdScope[]; readonly options: readonly IssuanceOption[] };

const OWN_ONLY: Choices = { scopes: ['individual'], options: [] };

/** All that can be asked for in a family. */
const FAMILY_CHOICES: Readonly<Record<CertificateFamily, Choices>> = {
  'resident-record': {
    scopes: HouseholdScope.options,
    options: ['relationship', 'domicile', 'residency', 'individual-number'],
  },
  'seal-registration': OWN_ONLY,
  'tax-and-income': OWN_ONLY,
  'family-register': { scopes: HouseholdScope.options, options: [] },
  'family-register-supplement': {
    scopes: HouseholdScope.options,
    options: ['domicile', 'overseas-voter'],
  },
};

/** Of whom papers of a family can speak: of the applicant alone, of the household, of everyone in one 戸籍. */
export type Circle = 'own' | 'household' | 'register';

const CIRCLES: Readonly<Record<CertificateFamily, Circle>> = {
  'resident-record': 'household',
  'seal-registration': 'own',
  'tax-and-income': 'own',
  'family-register': 'register',
  'family-register-supplement': 'register',
};

export const circleOf = (family: CertificateFamily): Circle => CIRCLES[family];

const hasWithin = (chosen: readonly string[], all: readonly string[]): boolean =>
  chosen.every((choice, index) => all.includes(choice) && chosen.indexOf(choice) === index);

/** What a city makes of a certificate type: how it is called, judged and asked for, and whether it is to be had. */
export const TypeDefinition = z
  .strictObject({
    name: z.string().min(1).max(40),
    /** Place on the menu, from the lowest; of two equal ones the id decides. */
    order: z.int().min(0).max(9_999),
    family: CertificateFamily,
    /** A copy of one's own can always be asked for. */
    scopes: z
      .array(HouseholdScope)
      .refine((scopes) => scopes.includes('individual'), 'a type is to be had for oneself'),
    options: z.array(IssuanceOption),
    /** A type is taken back by a later definition that does not offer it. */
    offered: z.boolean(),
  })
  .refine(({ family, scopes }) => hasWithin(scopes, FAMILY_CHOICES[family].scopes), {
    path: ['scopes'],
    error: 'scopes of the family, each once',
  })
  .refine(({ family, options }) => hasWithin(options, FAMILY_CHOICES[family].options), {
    path: ['options'],
    error: 'options of the family, each once',
  });
export type TypeDefinition = z.infer<typeof TypeDefinition>;

const SPECIFIED_NAMES: Readonly<Record<CertificateFamily, string>> = {
  'resident-record': '住民票の写し',
  'seal-registration': '印鑑登録証明書',
  'tax-and-income': '課税・所得証明書',
  'family-register': '戸籍証明書',
  'family-register-supplement': '戸籍の附票の写し',
};

/** Definitions of the specification's types, in force from the beginning until a city sets its own. */
export function specifiedType(id: CertificateType): TypeDefinition | undefined {
  const { data: family } = CertificateFamily.safeParse(id);
  if (family === undefined) return undefined;
  const { scopes, options } = FAMILY_CHOICES[family];
  return {
    name: SPECIFIED_NAMES[family],
    order: (CertificateFamily.options.indexOf(family) + 1) * 100,
    family,
    scopes: [...scopes],
    options: [...options],
    offered: true,
  };
}

/** The name of a type where none was recorded: as the specification calls it, otherwise the id. */
export const nameOfType = (id: CertificateType): string => specifiedType(id)?.name ?? id;
