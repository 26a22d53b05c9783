export { createKosekiGateway } from './ask-koseki.ts';
export {
  DECLINE_HEADER,
  type DeclineReason,
  ECHO_HEADERS,
  isSupplement,
  KosekiCertificateKind,
  KosekiOption,
  KosekiQuestion,
  KosekiRequestId,
  PDF_TYPE,
} from './contract.ts';
export {
  KosekiEnvironment,
  type KosekiLink,
  KosekiLinks,
  kosekiVariables,
  linkedCities,
  refuseStrangePlaces,
} from './environment.ts';
export type {
  Exchange,
  ExpectedIdentity,
  KosekiCertificate,
  KosekiFault,
  KosekiGateway,
  KosekiRequest,
} from './gateway.ts';
export { httpExchange } from './http-exchange.ts';
