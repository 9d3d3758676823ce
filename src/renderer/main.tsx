import '@mantine/core/styles.layer.css';
import 'pretendard/dist/web/variable/pretendardvariable.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './theme/tokens.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connection } from './client/connection.ts';
import { claimSession, watchForToken } from './client/session.ts';
import { rememberedLanguage } from './frame/preferences.ts';
import { startI18n } from './i18n/index.ts';

await Promise.all([claimSession(), startI18n(rememberedLanguage())]);
watchForToken();
connection.connect();
createRoot(document.getElementById('root') as HTMLElement).render(<App />);
