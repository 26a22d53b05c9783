import { z } from 'zod';
import {
  ErrorReceipt,
  ErrorReport,
  IssueRequest,
  MenuRequest,
  MenuResponse,
  Problem,
  RequestStatus,
  ResultRequest,
} from '../../functions/issuance/contract.ts';
import { PUBLIC_REFUSALS } from '../../functions/shared/refusals.ts';
import { SIGNATURE_HEADERS } from '../../functions/shared/signature.ts';

const schemas = {
  ErrorReceipt,
  ErrorReport,
  IssueRequest,
  MenuRequest,
  MenuResponse,
  Problem,
  RequestStatus,
  ResultRequest,
};

const reference = (name: keyof typeof schemas) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: keyof typeof schemas) => ({ 'application/json': { schema: reference(name) } });

const refusals = Object.fromEntries(
  [...new Set(Object.values(PUBLIC_REFUSALS).map((refusal) => refusal.status))].sort().map((status) => {
    const codes = Object.entries(PUBLIC_REFUSALS).filter(([, refusal]) => refusal.status === status);
    return [
      String(status),
      {
        description: codes.map(([code, refusal]) => `${code}: ${refusal.title}`).join('; '),
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    ];
  }),
);

const operation = (
  operationId: string,
  summary: string,
  parts: { body?: keyof typeof schemas; parameters?: unknown[]; ok: unknown },
) => ({
  operationId,
  summary,
  ...(parts.parameters === undefined ? {} : { parameters: parts.parameters }),
  ...(parts.body === undefined ? {} : { requestBody: { required: true, content: json(parts.body) } }),
  responses: { 200: parts.ok, ...refusals },
});

/** The kiosk API as OpenAPI 3.1, from the schemas that the functions themselves parse with. */
export function renderOpenApi(): string {
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'konbini-kofu kiosk API',
      version: '1',
      description:
        'The neutral contract with the certificate issuance centre. Every request is signed: HMAC-SHA-256 (hex) under the ' +
        'shared key over the lines KOFU1, method, path with canonical query, time, nonce, SHA-256 (hex) of the raw body.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ keyId: [], time: [], nonce: [], signature: [] }],
    paths: {
      '/v1/menu': {
        post: operation('menu', 'What may be issued to the holder of this serial', {
          body: 'MenuRequest',
          ok: { description: 'The offers', content: json('MenuResponse') },
        }),
      },
      '/v1/issue': {
        post: operation('issue', 'The PDF of one certificate, or a refusal', {
          body: 'IssueRequest',
          ok: {
            description: 'The certificate. The headers bind the bytes to the request.',
            headers: {
              'x-kofu-request-id': { required: true, schema: { type: 'string' } },
              'x-kofu-pdf-sha256': { required: true, schema: { type: 'string' } },
            },
            content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
          },
        }),
      },
      '/v1/result': {
        post: operation('result', 'What became of the paper; telling it again changes nothing', {
          body: 'ResultRequest',
          ok: { description: 'The state that is now recorded', content: json('RequestStatus') },
        }),
      },
      '/v1/errors': {
        post: operation('reportError', 'An error with a request, whatever became of its paper', {
          body: 'ErrorReport',
          ok: { description: 'The report is kept', content: json('ErrorReceipt') },
        }),
      },
      '/v1/requests/{id}': {
        get: operation('query', 'The state of a request', {
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            {
              name: 'municipality',
              in: 'query',
              required: true,
              schema: { type: 'string', pattern: '^\\d{6}$' },
            },
          ],
          ok: { description: 'The state', content: json('RequestStatus') },
        }),
      },
    },
    components: {
      securitySchemes: Object.fromEntries(
        Object.entries(SIGNATURE_HEADERS).map(([name, header]) => [
          name,
          { type: 'apiKey', in: 'header', name: header },
        ]),
      ),
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)])),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _, id: __, ...rest } = z.toJSONSchema(schema, { io: 'input', reused: 'inline' });
  return rest;
}
