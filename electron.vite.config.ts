import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { licencesPlugin } from './scripts/licences.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          server: at('src/main/server.ts'),
          cli: at('src/cli/main.ts'),
          broker: at('src/broker/main.ts'),
          runner: at('src/main/scenarios/runner.ts'),
          'service-worker': at('src/main/scenarios/service-worker.ts'),
          'utility-entry': at('src/main/electron/utility-entry.ts'),
          'search-worker': at('src/main/search/search-worker.ts'),
          'load-worker': at('src/main/produce/load-worker.ts'),
        },
        // Shared chunks lie beside the entries, not in chunks/: code that ends up in one of them
        // still finds './broker.js' with new URL('./broker.js', import.meta.url).
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { preload: at('src/main/preload.ts') },
        // A sandboxed preload is CommonJS, whatever the package's own type.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // Relative, so that the same files load from file:// and from the browser shell.
    base: './',
    plugins: [react(), licencesPlugin()],
    build: {
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
