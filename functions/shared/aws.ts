import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

type Environment = Readonly<Record<string, string | undefined>>;

type ClientOptions = {
  /** Attempts of the SDK itself, the first one included; 3 where nothing is said. */
  readonly maxAttempts?: number;
  /** Where the program's variables come from; `process.env` where nothing is said. */
  readonly environment?: Environment;
};

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;
/** Access keys that AWS gives out begin like this; a dummy never does. */
const REAL_KEY = /^A[KS]IA[A-Z0-9]{12,}$/;

/**
 * The endpoint of a local engine, or undefined for the real cloud. In stage `local` nothing may reach the real cloud
 * by mistake: throws at start unless the endpoint is loopback and the credentials are dummies.
 */
export function endpointOf(environment: Environment): string | undefined {
  const endpoint = environment['AWS_ENDPOINT_URL'];
  const given = endpoint === undefined || endpoint === '' ? undefined : endpoint;
  if (environment['STAGE'] === 'local') guardLocal(given, environment['AWS_ACCESS_KEY_ID']);
  return given;
}

function guardLocal(endpoint: string | undefined, accessKey: string | undefined): void {
  if (endpoint === undefined) throw new Error('stage local: AWS_ENDPOINT_URL is not set');
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  if (!LOOPBACK.test(host)) throw new Error('stage local: AWS_ENDPOINT_URL is not a loopback address');
  if (accessKey === undefined || accessKey === '') {
    throw new Error('stage local: AWS_ACCESS_KEY_ID is not set; a dummy is needed');
  }
  if (REAL_KEY.test(accessKey)) throw new Error('stage local: AWS_ACCESS_KEY_ID is not a dummy');
}

/** A kept-alive connection saves a handshake per call; 64 sockets are more than our widest fan-out. */
const requestHandler = {
  httpAgent: { keepAlive: true, maxSockets: 64 },
  httpsAgent: { keepAlive: true, maxSockets: 64 },
};

function common({ maxAttempts = 3, environment = process.env }: ClientOptions) {
  const endpoint = endpointOf(environment);
  return {
    maxAttempts,
    requestHandler,
    region: environment['AWS_REGION'] ?? 'ap-northeast-1',
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** Absent and `undefined` properties are the same to it; numbers stay numbers. */
export function createDocumentClient(options: ClientOptions = {}): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(common(options)), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

export function createS3Client(options: ClientOptions = {}): S3Client {
  const shared = common(options);
  // A local engine has no host name per bucket.
  return new S3Client({ ...shared, forcePathStyle: 'endpoint' in shared });
}

export function createSqsClient(options: ClientOptions = {}): SQSClient {
  return new SQSClient(common(options));
}

export function createKmsClient(options: ClientOptions = {}): KMSClient {
  return new KMSClient(common(options));
}

export function createSecretsClient(options: ClientOptions = {}): SecretsManagerClient {
  return new SecretsManagerClient(common(options));
}
