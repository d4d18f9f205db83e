import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Made for this test alone, and trusted by nobody: `openssl req -x509 -newkey ec …`. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgs4bxJWxW18ZaPpcF
5Or4Dn+tzsLQEwHxASatXgbM+JShRANCAASUtB1snPx/jVAPVz7rt/JU1DH/OGXD
51+4xGiis0q8mE2haebHfXIF4E905ol1pztyml2KN0Ujy8ihNVOU2CdQ
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBmDCCAT2gAwIBAgIUcrAVeIoZEzkFtYZVk9FVJeNvQKEwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVc29tZWJvZHkuZWxzZS5leGFtcGxlMCAXDTI2MTIwMTAzNDUw
N1oYDzIxMjYxMTA3MDM0NTA3WjAgMR4wHAYDVQQDDBVzb21lYm9keS5lbHNlLmV4
YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASUtB1snPx/jVAPVz7rt/JU
1DH/OGXD51+4xGiis0q8mE2haebHfXIF4E905ol1pztyml2KN0Ujy8ihNVOU2CdQ
o1MwUTAdBgNVHQ4EFgQU26nEjMNDPrU12nGorh5GGvCZkrcwHwYDVR0jBBgwFoAU
26nEjMNDPrU12nGorh5GGvCZkrcwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNJADBGAiEA5zVpEDNImxgqBuB2jrUVmx2CXxm5e4lHIfkMYkNI0ygCIQCTD7ul
XY2IellVRmqLAl+246151vxhC5wzOob8flxUqQ==
-----END CERTIFICATE-----`;

/**
 * Somebody to whom a platform's name leads, as after a rebinding in the DNS: speaks TLS, and can't prove to be the
 * platform. `heard` is every header and body that it was ever given.
 */
export async function createImpostor(): Promise<{
  readonly origin: string;
  readonly heard: readonly string[];
}> {
  const heard: string[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `https://localhost:${(server.address() as AddressInfo).port}`, heard };
}
