import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';
import { Frame, useKiosk } from '../frame.tsx';
import { drawPage, openPdf } from '../pdf-pages.ts';
import type { Ending, Step } from '../step.ts';
import { yen } from '../words.ts';

/** Widths of a page on the screen, in CSS pixels: beside the buttons, and enlarged. */
const SMALL = 330;
const LARGE = 860;

const PLAY: readonly { readonly ending: Ending; readonly label: string }[] = [
  { ending: 'jammed', label: '紙がつまる' },
  { ending: 'forgotten', label: '取り忘れて立ち去る' },
  { ending: 'silent', label: '結果の通知が届かない' },
];

export function PreviewScreen({ step }: { readonly step: Extract<Step, { at: 'preview' }> }) {
  const { act } = useKiosk();
  const pages = usePages(step.pdf);
  const [page, setPage] = useState(1);
  const large = useRef<HTMLDialogElement>(null);
  const [enlarged, setEnlarged] = useState(false);
  const end = (ending: Ending) => () => act({ do: 'end', ending });
  const count = pages.document?.numPages ?? 1;
  return (
    <Frame
      title="証明書の内容を確認してください"
      restart={{ label: '取り消す', onPress: end('cancelled') }}
      primary={{
        label: `${yen(step.feeJpy)}を支払って印刷する`,
        disabled: pages.document === undefined,
        onPress: end('printed'),
      }}
    >
      <div className="sheet-place">
        {pages.failed ? (
          <p className="alert" role="alert">
            証明書を表示できません。
          </p>
        ) : (
          <Page document={pages.document} page={page} count={count} width={SMALL} />
        )}
      </div>
      <div className="sheet-side">
        <p>氏名などに誤りがあるときは印刷せず、「取り消す」を押してください。</p>
        <div className="sheet-turn">
          <button
            type="button"
            className="button button-plain"
            disabled={page <= 1}
            onClick={() => setPage(page - 1)}
          >
            前のページ
          </button>
          <output aria-label="ページ">
            {page} / {count}
          </output>
          <button
            type="button"
            className="button button-plain"
            disabled={page >= count}
            onClick={() => setPage(page + 1)}
          >
            次のページ
          </button>
        </div>
        <button
          type="button"
          className="button button-plain"
          onClick={() => {
            setEnlarged(true);
            large.current?.showModal();
          }}
        >
          大きく表示する
        </button>
        <fieldset className="play-note">
          <legend>シミュレーター：このあとに起こすこと</legend>
          {PLAY.map(({ ending, label }) => (
            <button type="button" key={ending} className="button button-play" onClick={end(ending)}>
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      <dialog
        ref={large}
        className="large"
        aria-label="証明書を大きく表示"
        onClose={() => setEnlarged(false)}
      >
        <div className="large-page">
          {enlarged ? <Page document={pages.document} page={page} count={count} width={LARGE} /> : null}
        </div>
        <button type="button" className="button button-primary" onClick={() => large.current?.close()}>
          閉じる
        </button>
      </dialog>
    </Frame>
  );
}

type Pages = { readonly document: PDFDocumentProxy | undefined; readonly failed: boolean };

function usePages(pdf: Uint8Array): Pages {
  const [pages, setPages] = useState<Pages>({ document: undefined, failed: false });
  useEffect(() => {
    const task = openPdf(pdf);
    let over = false;
    task.promise.then(
      (document) => over || setPages({ document, failed: false }),
      () => over || setPages({ document: undefined, failed: true }),
    );
    return () => {
      over = true;
      void task.destroy();
    };
  }, [pdf]);
  return pages;
}

type PageProps = {
  readonly document: PDFDocumentProxy | undefined;
  readonly page: number;
  readonly count: number;
  readonly width: number;
};

function Page({ document, page, count, width }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    if (document === undefined || canvas.current === null) return;
    const abort = new AbortController();
    setDrawn(0);
    drawPage(document, page, canvas.current, width, abort.signal).then(
      () => abort.signal.aborted || setDrawn(page),
      () => setDrawn(-1),
    );
    return () => abort.abort();
  }, [document, page, width]);
  return (
    // A canvas takes one drawing at a time: each page gets its own.
    <canvas
      key={page}
      ref={canvas}
      className="page"
      data-drawn={drawn === page}
      role="img"
      aria-label={`証明書の${page}ページ目（全${count}ページ）`}
    />
  );
}
