import { createHmac, randomBytes } from 'node:crypto';
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';

/** A key service in memory, as far as envelopes and digests use it. An encrypted data key is a name without meaning. */
export function createFakeKms() {
  const dataKeys = new Map<string, { readonly plain: Uint8Array; readonly bound: string }>();
  const calls: string[] = [];
  /** What the service writes down of its callers. */
  const contexts: string[] = [];
  let failure: Error | undefined;
  const boundTo = (keyId: string | undefined, context: Record<string, string> | undefined): string => {
    contexts.push(JSON.stringify(context ?? {}));
    return `${keyId} ${JSON.stringify(context ?? {})}`;
  };
  const send = async (command: unknown): Promise<unknown> => {
    if (failure !== undefined) throw failure;
    if (command instanceof GenerateDataKeyCommand) {
      calls.push('GenerateDataKey');
      const [plain, encrypted] = [randomBytes(32), randomBytes(24)];
      const { KeyId, EncryptionContext } = command.input;
      dataKeys.set(encrypted.toString('hex'), { plain, bound: boundTo(KeyId, EncryptionContext) });
      return { Plaintext: plain, CiphertextBlob: encrypted };
    }
    if (command instanceof DecryptCommand) {
      calls.push('Decrypt');
      const { KeyId, EncryptionContext, CiphertextBlob = new Uint8Array() } = command.input;
      const key = dataKeys.get(Buffer.from(CiphertextBlob).toString('hex'));
      if (key?.bound !== boundTo(KeyId, EncryptionContext))
        throw Object.assign(new Error(), { name: 'InvalidCiphertextException' });
      // a copy, as over the network: whoever gets it may clear it
      return { Plaintext: Uint8Array.from(key.plain) };
    }
    if (command instanceof GenerateMacCommand) {
      calls.push('GenerateMac');
      const { KeyId = '', Message = new Uint8Array() } = command.input;
      return { Mac: createHmac('sha256', KeyId).update(Message).digest() };
    }
    throw new Error('fake kms: an unknown command');
  };
  return {
    kms: { send } as unknown as KMSClient,
    calls,
    contexts,
    /** Undefined heals it. */
    fail: (error: Error | undefined): void => {
      failure = error;
    },
  };
}
