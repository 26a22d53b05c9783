/** node:util names the offending argument between quotes at the start of its English sentence. */
export function usageErrorOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const named = /'(-[^']*?)(?: <value>)?'/.exec(message)?.[1]?.split(',').at(-1)?.trim();
  return named === undefined
    ? 'コマンドの書き方が正しくありません。'
    : `オプション ${named} の使い方が正しくありません。`;
}
