import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The built files go where Maven packs them into the jar; the server serves them from classpath:/portal.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'target/classes/portal',
    emptyOutDir: true,
    // A data: address would need another exception in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The charts' library is the largest part; it is loaded with the first chart.
    chunkSizeWarningLimit: 600,
    // What is in the bundle and under which terms, as the licences ask.
    license: { fileName: 'licenses.md' },
  },
  server: {
    proxy: { '/api': process.env.WEFT_URL ?? 'http://127.0.0.1:8080' },
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'happy-dom',
    cache: false,
  },
});
