import { api, call, path } from '../../api';
import type { Port, Resource } from '../../api';
import { yaml } from '../../ui/yaml';
import { queries } from '../queries/api';

/** What a person says of the product that a statement becomes. */
export interface Wanted {
  query: string;
  /** An id; the product is made where it is new. */
  product: string;
  isNewProduct: boolean;
  name: string;
  domain: string;
  purpose: string;
  port: string;
  isNewPort: boolean;
}

type Document = Record<string, unknown>;

interface NamedPort {
  name: string;
  version?: string;
  contractId?: string;
}

/** A port that the statement reads, as far as a product has to say of it. */
export interface ReadPort {
  port: string;
  contractId?: string;
  contractVersion?: string;
}

/** Small letters, digits and dashes; underscores are for ports only. */
export const isName = (name: string) => /^[a-z][a-z0-9-]*$/.test(name);
export const isPortName = (name: string) => /^[a-z][a-z0-9_-]*$/.test(name);

/** As YAML can have it as a block: no blanks at the ends of lines, nothing before the first. */
export const tidied = (sql: string) =>
  sql
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim() + '\n';

export const queryDocument = (wanted: Wanted, sql: string): Document => ({
  apiVersion: 'weft.dev/v1',
  kind: 'Query',
  name: wanted.query,
  product: wanted.product,
  into: `${wanted.product}.${wanted.port}`,
  sql: tidied(sql),
});

/** The product with what it reads as input ports, and with the port that the query fills. */
export function withPorts(
  product: Document,
  reads: ReadPort[],
  filled?: { name: string; contractId: string },
): Document {
  const inputs = [...((product.inputPorts as NamedPort[] | undefined) ?? [])];
  for (const { port, contractId, contractVersion } of reads) {
    if (contractId && !inputs.some((input) => input.contractId === contractId)) {
      const [owner = '', short = ''] = port.split('.');
      const name = inputs.some((input) => input.name === short) ? `${owner}-${short}` : short;
      inputs.push({ name, version: contractVersion ?? '1.0.0', contractId });
    }
  }
  const outputs = [...((product.outputPorts as NamedPort[] | undefined) ?? [])];
  if (filled && !outputs.some(({ name }) => name === filled.name)) {
    outputs.push({ name: filled.name, version: '1.0.0', contractId: filled.contractId });
  }
  return {
    ...product,
    ...(inputs.length > 0 && { inputPorts: inputs }),
    outputPorts: outputs,
  };
}

export const newProduct = (wanted: Wanted, owner: string): Document => ({
  apiVersion: 'v1.0.0',
  kind: 'DataProduct',
  id: wanted.product,
  name: wanted.name,
  version: '1.0.0',
  status: 'active',
  domain: wanted.domain,
  description: { purpose: wanted.purpose },
  inputPorts: [],
  outputPorts: [],
  customProperties: [{ property: 'weft.environment', value: 'local' }],
  team: { name: wanted.name, members: [{ username: owner, role: 'owner' }] },
});

/** A server of a contract needs an address: where it has none, it is the gateway's. */
export const withHost = (contract: Document, gateway: string): Document => ({
  ...contract,
  servers: ((contract.servers as Document[] | undefined) ?? []).map((server) => ({
    host: gateway,
    ...server,
  })),
});

/** Asks for what is there, and writes all documents that make the statement a product, as one text. */
export async function documentsFor(
  wanted: Wanted,
  sql: string,
  reads: string[],
  me: string,
): Promise<string> {
  const known = await Promise.all(
    reads
      .filter((port) => !port.startsWith(wanted.product + '.'))
      .map((port) => call<Port>('GET', path('ports', port))),
  );
  const before = wanted.isNewProduct
    ? newProduct(wanted, me)
    : ((await api.resource('product', wanted.product)) as Resource).document;
  const contract = wanted.isNewPort
    ? withHost((await queries.draft(sql, wanted.product, wanted.port)).document, (await api.status()).gateway)
    : undefined;
  const product = withPorts(
    before,
    known,
    contract && { name: wanted.port, contractId: String(contract.id) },
  );
  const changed = wanted.isNewProduct || JSON.stringify(product) !== JSON.stringify(before);
  return [
    ...(changed ? [product] : []),
    ...(contract ? [{ ...contract, domain: product.domain, status: 'active' }] : []),
    queryDocument(wanted, sql),
  ]
    .map(yaml)
    .join('---\n');
}
