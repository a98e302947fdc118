import type { CloudConfig } from './credentials.ts';
import type { CloudSurroundings } from './find-clouds-file.ts';
import type { Setting, Settings } from './read-settings.ts';
import { formatSetting } from './read-settings.ts';
import { readablePath } from './readable-path.ts';

/**
 * How a cloud's certificate is judged, as openstacksdk (`get_requests_verify_args`) and the requests library below it
 * do: `insecure` wins over all, a file of authorities of the entry over `REQUESTS_CA_BUNDLE`. Throws a Problem for a
 * path at which no file can be read.
 */
export function readTls(settings: Settings, surroundings: CloudSurroundings): CloudConfig['tls'] {
  const { top, insecure, verify } = settings;
  const { environment } = surroundings;
  const pathOf = (setting: Setting | undefined): string | undefined =>
    setting === undefined ? undefined : readablePath(formatSetting(setting, settings), settings, surroundings);
  const isVerified = !insecure && verify !== false;
  const bundleName = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].find((variable) => environment[variable]);
  const bundle = bundleName === undefined ? undefined : { text: environment[bundleName] ?? '', place: bundleName };
  const authorities = top.get('cacert') ?? (typeof verify === 'object' ? verify : bundle);
  const caFile = isVerified ? pathOf(authorities) : undefined;
  const certFile = pathOf(top.get('cert'));
  // Without a key of its own, the certificate's file holds both.
  const keyFile = certFile === undefined ? undefined : (pathOf(top.get('key')) ?? certFile);
  return {
    verify: isVerified,
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}
