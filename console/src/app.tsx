import { useEffect } from 'react';
import { Alert } from './components/alert.tsx';
import { StageBanner } from './components/stage-banner.tsx';
import { Frame } from './frame.tsx';
import { HistoryDetailsPage } from './pages/history-details.tsx';
import { HistoryListPage } from './pages/history-list.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { UnknownPage } from './pages/unknown.tsx';
import type { Place } from './place.ts';
import { type Session, useSession } from './session.ts';
import { usePlace } from './use-place.ts';

export function App() {
  const session = useSession();
  const place = usePlace();
  const { state } = session;

  useEffect(() => {
    document.title = titleOf(state.kind === 'signed-in' ? place : undefined);
  }, [place, state.kind]);

  switch (state.kind) {
    case 'loading':
      return <p className="waiting" role="status" />;
    case 'unreachable':
      return (
        <main className="alone">
          <Alert>サーバーに接続できませんでした。</Alert>
          <button type="button" className="button" onClick={session.reload}>
            もう一度接続する
          </button>
        </main>
      );
    case 'signed-out':
      return (
        <>
          <StageBanner stage={state.view.stage} />
          <SignInPage session={session} view={state.view} notice={state.notice} />
        </>
      );
    case 'signed-in':
      return (
        <>
          <StageBanner stage={state.view.stage} />
          <Frame session={session} signedIn={state.signedIn} place={place}>
            <Page place={place} session={session} />
          </Frame>
        </>
      );
  }
}

function Page({ place, session }: { readonly place: Place; readonly session: Session }) {
  switch (place.page) {
    case 'history':
      return <HistoryListPage list={place.list} session={session} />;
    case 'history-details':
      return (
        <HistoryDetailsPage
          key={place.requestId}
          requestId={place.requestId}
          list={place.list}
          session={session}
        />
      );
    case 'unknown':
      return <UnknownPage />;
  }
}

function titleOf(place: Place | undefined): string {
  const product = 'コンビニ交付 運用管理';
  switch (place?.page) {
    case 'history':
      return `発行履歴 - ${product}`;
    case 'history-details':
      return `発行履歴の詳細 - ${product}`;
    case 'unknown':
      return `ページが見つかりません - ${product}`;
    case undefined:
      return `サインイン - ${product}`;
  }
}
