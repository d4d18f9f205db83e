import type { RequestHandler } from "express";
import helmet from "helmet";
import type { WebConfig } from "../config.ts";

/**
 * What browsers may do with our pages: run our own scripts and styles, talk to us, show our pictures, nothing
 * else. Only the widget may stand in a frame, only on the sites that are configured.
 */
export function securityHeaders(config: WebConfig): { page: RequestHandler; widget: RequestHandler } {
  const secure = config.publicUrl?.startsWith("https:") === true;
  const headers = (frameAncestors: readonly string[]) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", "blob:"],
          connectSrc: ["'self'"],
          formAction: ["'none'"],
          baseUri: ["'none'"],
          frameAncestors: [...frameAncestors],
        },
      },
      referrerPolicy: { policy: "no-referrer" },
      strictTransportSecurity: secure,
      xFrameOptions: frameAncestors.includes("'none'") ? { action: "deny" } : false,
    });
  return { page: headers(["'none'"]), widget: headers(["'self'", ...config.embedOrigins]) };
}
