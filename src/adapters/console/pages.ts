import path from 'node:path';
import express, { Router } from 'express';
import type { Hall } from './desk.ts';

/** The page at `/console`; every address below it that is no file is the page as well, which finds out what it is to show. */
export function pages({ program }: Pick<Hall, 'program'>): Router {
  const folder = path.join(program, 'dist/console');
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader(
      'content-security-policy',
      [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ].join('; '),
    );
    // An address of the page may hold a code.
    response.setHeader('referrer-policy', 'no-referrer');
    next();
  });
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }),
  );
  router.use(express.static(folder, { index: false, redirect: false }));
  router.get('/{*rest}', (_request, response) => {
    response.setHeader('cache-control', 'no-cache');
    response.sendFile(path.join(folder, 'index.html'));
  });
  return router;
}
