import type { Server } from 'node:http';

/** Starts the mock server on loopback; port 0, the default, takes a free one. */
export function start(port?: number): Promise<{ server: Server; url: string }>;
