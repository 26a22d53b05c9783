declare module 'csv-spectrum' {
  type Case = { readonly name: string; readonly csv: Buffer; readonly json: Buffer };
  function spectrum(done: (error: Error | null, cases: readonly Case[]) => void): void;
  export = spectrum;
}
