// A real OpenID provider for the tests, over TLS, and over plain HTTP for mail servers that ask about tokens.
// Arguments: folder with cert.pem, key.pem and config.json; port for TLS; port for plain HTTP.
//
// It has four faces, of which each is an issuer of its own below the path of its name:
//   openid   opaque access tokens, which a mail server judges by introspection; refresh tokens rotate
//   jwt      access tokens that a mail server judges by itself
//   tenant   the paths, the scopes and the answers of Microsoft's identity platform
//   google   the service accounts of Google in addition
// Whoever comes to /<face>/interaction is the user that the login hint names, or whom POST /test has named, and consents to all.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import Provider, { errors } from 'oidc-provider';
import { compactVerify, jwtVerify } from 'jose';

const [folder, tlsPort, plainPort] = process.argv.slice(2);
const origin = `https://127.0.0.1:${tlsPort}`;
const config = JSON.parse(readFileSync(join(folder, 'config.json')));
const jwks = { keys: [{ ...JSON.parse(JSON.stringify(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }))), kid: 'one', alg: 'RS256', use: 'sig' }] };
const grants = [];
const test = { user: null, failures: 0, error: null, requests: [], life: 3600 };

const redirects = [config.redirect];
const person = {
  redirect_uris: redirects, response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
};
const faces = {
  openid: { clients: [{ ...person, client_id: 'mail', client_secret: 'openid&secret%21', token_endpoint_auth_method: 'client_secret_basic' }] },
  jwt: { clients: [{ ...person, client_id: 'mail', token_endpoint_auth_method: 'none', application_type: 'native' }] },
  tenant: {
    clients: [
      { ...person, client_id: 'device', token_endpoint_auth_method: 'none', application_type: 'native' },
      { ...person, client_id: 'secret', client_secret: 'tenant-secret', grant_types: [...person.grant_types, 'client_credentials'], token_endpoint_auth_method: 'client_secret_post' },
      {
        ...person, client_id: 'certificate', client_secret: 'certified', grant_types: [...person.grant_types, 'client_credentials'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    routes: { authorization: '/oauth2/v2.0/authorize', token: '/oauth2/v2.0/token', device_authorization: '/oauth2/v2.0/devicecode' },
  },
  google: { clients: [{ ...person, grant_types: [...person.grant_types, 'urn:ietf:params:oauth:grant-type:jwt-bearer'], client_id: 'mail', client_secret: 'google-secret', token_endpoint_auth_method: 'client_secret_post' }] },
};

const scopes = [
  'openid', 'offline_access', 'email', 'profile', 'mail', 'https://mail.google.com/', 'https://outlook.office.com/IMAP.AccessAsUser.All',
  'https://outlook.office.com/SMTP.Send', 'https://outlook.office365.com/.default',
];
const usesJwt = (face) => face === 'jwt' || face === 'tenant';

function create(face) {
  const { clients, routes = {} } = faces[face];
  const provider = new Provider(`${origin}/${face}`, {
    clients, jwks, routes, scopes,
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'oid', 'tid'] },
    conformIdTokenClaims: false,
    // Dovecot 2.3 knows access tokens of the type JWT only.
    formats: { customizers: { jwt: (ctx, token, parts) => { parts.header = { typ: 'JWT' }; } } },
    pkce: { required: () => true },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@test.example`, email_verified: true, preferred_username: `${id}@test.example`, oid: id, tid: 'tenant' }),
    }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true, userCodeInputSource: (ctx, form) => { ctx.body = form; }, userCodeConfirmSource: (ctx, form) => { ctx.body = form; }, successSource: (ctx) => { ctx.body = 'done'; } },
      introspection: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => (usesJwt(face) ? 'urn:mail' : undefined),
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '), audience: 'urn:mail', accessTokenFormat: 'jwt', accessTokenTTL: test.life, jwt: { sign: { alg: 'RS256', kid: 'one' } },
        }),
      },
    },
    interactions: { url: (ctx, interaction) => `/${face}/interaction/${interaction.uid}` },
    issueRefreshToken: () => true,
    rotateRefreshToken: face !== 'google',
    ttl: { AccessToken: () => test.life, ClientCredentials: () => test.life, RefreshToken: 86400, DeviceCode: 600, Grant: 86400, Session: 3600, Interaction: 600, IdToken: 3600 },
    extraParams: ['login_hint'],
  });
  provider.on('server_error', (ctx, error) => { test.failed = error.stack; });
  provider.on('grant.error', (ctx, error) => { test.failed = `${error.message}: ${error.error_detail ?? error.error_description ?? ''}`; });
  if (face === 'google') {
    provider.registerGrantType('urn:ietf:params:oauth:grant-type:jwt-bearer', serviceAccount(provider), ['assertion', 'scope']);
  }

  provider.use(async (ctx, next) => {
    await next();
    // As Microsoft's: the account in a form of its own, which its library insists on.
    if (face === 'tenant' && ctx.oidc?.route === 'token' && ctx.body?.access_token && ctx.oidc.entities.Account) {
      const id = ctx.oidc.entities.Account.accountId;
      ctx.body.client_info = Buffer.from(JSON.stringify({ uid: id, utid: 'tenant' })).toString('base64url');
    }
  });
  return provider;
}

// RFC 7523: the service account signs that it acts for a mailbox.
const serviceAccount = (provider) => async (ctx) => {
  const { assertion } = ctx.oidc.params;
  const { payload } = await jwtVerify(assertion, createPublicKey(config.clientKey), { audience: [`${origin}/google/token`, 'https://oauth2.googleapis.com/token'], issuer: 'mail@service.example' })
    .catch((error) => { throw new errors.InvalidGrant(error.message); });
  if (!payload.sub?.endsWith('@test.example')) {
    throw new errors.CustomOIDCProviderError('unauthorized_client', 'Client is unauthorized to retrieve access tokens using this method.');
  }

  const token = new provider.AccessToken({ accountId: payload.sub.split('@')[0], client: ctx.oidc.client, scope: payload.scope, gty: 'jwt-bearer', grantId: 'service' });
  ctx.body = { access_token: await token.save(), expires_in: token.expiration, token_type: 'Bearer' };
};

async function interact(provider, request, response) {
  const details = await provider.interactionDetails(request, response);
  const user = test.user ?? details.params.login_hint?.split('@')[0] ?? details.session?.accountId;
  if (user === 'nobody') {
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'The user refused.' });
  }

  const grant = new provider.Grant({ accountId: user, clientId: details.params.client_id });
  grant.addOIDCScope(scopes.join(' '));
  grant.addResourceScope('urn:mail', scopes.join(' '));
  const id = await grant.save();
  grants.push({ provider, user, id });
  await provider.interactionFinished(request, response, { login: { accountId: user }, consent: { grantId: id } });
}

const providers = Object.fromEntries(Object.keys(faces).map((face) => [face, create(face)]));
const callbacks = Object.fromEntries(Object.entries(providers).map(([face, provider]) => [face, provider.callback()]));

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

// Documents of providers that nobody should use.
function hostile(url, response) {
  const name = url.pathname.split('/')[2];
  const issuer = `${origin}/hostile/${name}`;
  const document = {
    issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${origin}/openid/jwks`,
    response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
  };
  const changes = {
    issuer: { issuer: 'https://login.example.com' },
    private: { token_endpoint: 'https://127.0.0.2:443/token' },
    plain: { token_endpoint: `http://127.0.0.1:${plainPort}/openid/token` },
    huge: { filler: 'x'.repeat(3 << 20) },
    token: {},
  };
  response.setHeader('content-type', 'application/json');
  if (url.pathname.endsWith('/token')) {
    return response.end('<html>not JSON</html>');
  }

  response.end(JSON.stringify({ ...document, ...changes[name] }));
}

// Microsoft's library writes the times of its assertions as texts, which Microsoft takes and the provider does not. So the signature is
// checked here.
async function certify(body) {
  const { payload } = await compactVerify(body.client_assertion, createPublicKey(config.clientKey), { algorithms: ['PS256'] });
  const { iss, sub, aud, exp } = JSON.parse(new TextDecoder().decode(payload));
  if (body.client_id !== 'certificate' || iss !== 'certificate' || sub !== 'certificate' || aud !== `${origin}/tenant/oauth2/v2.0/token` || Number(exp) < Date.now() / 1000) {
    throw new Error('The assertion is for something else.');
  }

  delete body.client_assertion;
  delete body.client_assertion_type;
  body.client_secret = 'certified';
}

// The user, or an administrator, takes the consent back.
const forget = async ({ provider, id }) => {
  await provider.AccessToken.revokeByGrantId(id);
  await provider.RefreshToken.revokeByGrantId(id);
  await (await provider.Grant.find(id))?.destroy();
};

async function serve(request, response) {
  const url = new URL(request.url, origin);
  const face = url.pathname.split('/')[1];
  if (face === 'test') {
    const { revoke, ...rest } = JSON.parse(await read(request) || '{}');
    Object.assign(test, rest);
    await Promise.all(grants.filter((grant) => grant.user === revoke).map(forget));
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify(test));
  }

  if (face === 'hostile') {
    return hostile(url, response);
  }

  const provider = providers[face];
  if (!provider) {
    return response.writeHead(404).end();
  }

  const rest = request.url.slice(face.length + 1);
  if (rest.startsWith('/interaction/')) {
    return interact(provider, request, response);
  }

  if (request.method === 'POST' && url.pathname.endsWith('/introspection') && test.ended) {
    request.body = Object.fromEntries(new URLSearchParams(await read(request)));
    if (request.body.token === test.ended) {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({ active: false }));
    }
  }

  if (request.method === 'POST' && /\/(token|devicecode|device\/auth)$/.test(url.pathname)) {
    const body = await read(request);
    // The parser of the provider takes a body that was read already.
    request.body = Object.fromEntries(new URLSearchParams(body));
    // The older name, which Microsoft takes too.
    if (request.body.grant_type === 'device_code') {
      request.body.grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    }

    // A service account is no client of its own there.
    if (request.body.grant_type === 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      Object.assign(request.body, { client_id: 'mail', client_secret: 'google-secret' });
    }

    if (request.body.client_assertion) {
      await certify(request.body);
    }

    test.requests.push({ path: request.url, body: { ...request.body }, authorization: request.headers.authorization ?? null });
    // Without a prompt for the consent the provider has not stored this scope, which Microsoft's library asks for again.
    if (face === 'tenant' && request.body.grant_type === 'refresh_token') {
      request.body.scope = request.body.scope.split(' ').filter((scope) => scope !== 'offline_access').join(' ');
    }

    if (test.failures > 0) {
      test.failures--;
      response.writeHead(test.error ? 400 : 503, { 'content-type': 'application/json', 'retry-after': '7' });
      return response.end(JSON.stringify(test.error ?? { error: 'temporarily_unavailable' }));
    }
  }

  request.originalUrl = request.url;
  request.url = rest || '/';
  callbacks[face](request, response);
}

const handler = (request, response) => serve(request, response).catch((error) => { console.error(error); response.writeHead(500).end(String(error)); });
https.createServer({ cert: readFileSync(join(folder, 'cert.pem')), key: readFileSync(join(folder, 'key.pem')) }, handler).listen(tlsPort, '127.0.0.1');
http.createServer(handler).listen(plainPort, '127.0.0.1', () => console.log('ready'));
