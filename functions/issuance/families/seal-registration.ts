import { sealRegistrationCertificate } from '../../certificates/index.ts';
import type { Gate } from '../../registry/index.ts';
import type { RefusalCode } from '../../shared/refusals.ts';
import { err, ok } from '../../shared/result.ts';
import { type DrawnFamily, offerUnless, withoutYear } from './family.ts';

type SealState = NonNullable<Gate['seal']>['state'];

/** Only what is registered now is certified (印鑑登録証明事務処理要領): an erased seal proves nothing any more. */
const AGAINST: Readonly<Record<SealState, RefusalCode | undefined>> = {
  active: undefined,
  suspended: 'ISS-1217',
  erased: 'ISS-1218',
};

const reasonsOf = (gate: Gate | undefined) => {
  const code = gate?.seal === undefined ? 'ISS-1216' : AGAINST[gate.seal.state];
  return code === undefined ? [] : [{ code }];
};

/**
 * 印鑑登録証明書. Name, address and date of birth are those of the resident record; the impression is the one that the
 * registration names now, so that after a re-registration the former one cannot be printed.
 */
export const SEAL_REGISTRATION: DrawnFamily = {
  paper: 'drawn',
  model: 'seal-registration-certificate',
  wanted: () => ({ seal: true }),
  isSetUp: () => true,
  offer: ({ gate }) => offerUnless(reasonsOf(gate)),
  judge: ({ gate }, asked) => [...reasonsOf(gate), ...withoutYear(asked)],
  make({ records, own }, _, { settings, type, issue }) {
    const [record] = records;
    const seal = own.seal?.fact;
    if (record === undefined || seal === undefined || seal.personId !== record.personId)
      return err([{ code: 'ISS-1213' }]);
    if (seal.impression === undefined) return err([{ code: 'ISS-1219' }]);
    const certificate = sealRegistrationCertificate({
      ...issue,
      printsSex: settings.valueOf('seal-certificate', type.id)?.printsSex ?? false,
      facts: {
        fullName: record.fullName,
        formerFamilyName: record.formerFamilyName,
        alternativeName: record.alternativeName,
        fullNameKatakana: seal.fullNameKatakana,
        dateOfBirth: record.dateOfBirth,
        sex: record.sex,
        address: record.address,
        buildingNameEtc: record.buildingNameEtc,
        remarks: seal.remarks,
        impressionDigest: seal.impression.sha256,
      },
    });
    if (!certificate.ok) return err([{ code: 'ISS-1209', detail: certificate.error.field }]);
    const pictures = { impression: seal.impression.sha256 };
    return ok({ content: certificate.value, named: [record], pictures });
  },
};
