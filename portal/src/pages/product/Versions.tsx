import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { items, path } from '../../api';
import type { Instant, Port, Product } from '../../api';
import { formatMoment } from '../../format';
import { texts } from '../../texts';
import { Diff } from '../../ui/Diff';
import { Answer, Empty } from '../../ui/states';

interface Version {
  version: number;
  changedAt: Instant;
  changedBy: string;
  text: string;
}

const words = texts.product.versions;

/** What the product and its contract were before, and what differs between two versions of either. */
export function Versions({ product, port }: { product: Product; port: Port }) {
  const [what, setWhat] = useState(port.contractId ? 'contract' : 'product');
  const name = what === 'contract' ? (port.contractId ?? '') : product.id;
  const versions = useQuery({
    queryKey: ['resource', what, name, 'versions'],
    queryFn: ({ signal }) => items<Version>(path('resources', what, name, 'versions'), signal),
  });
  return (
    <div className="stack versions">
      {port.contractId && (
        <NativeSelect
          className="fit"
          aria-label={words.of}
          data={[
            { value: 'contract', label: words.contract },
            { value: 'product', label: words.product },
          ]}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
        />
      )}
      <Answer of={versions}>{(all) => <Compare key={name} all={all} />}</Answer>
    </div>
  );
}

function Compare({ all }: { all: Version[] }) {
  const [from, setFrom] = useState(1);
  const [to, setTo] = useState(0);
  if (all.length < 2) {
    return <Empty title={words.one} hint={words.oneHint} />;
  }
  const offered = all.map((one, index) => ({
    value: String(index),
    label: words.option(one.version, formatMoment(one.changedAt), one.changedBy),
  }));
  return (
    <>
      <div className="filters">
        <NativeSelect
          label={words.from}
          data={offered}
          value={String(from)}
          onChange={(event) => setFrom(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={words.to}
          data={offered}
          value={String(to)}
          onChange={(event) => setTo(Number(event.currentTarget.value))}
        />
      </div>
      <Diff before={all[from]!.text} after={all[to]!.text} around={3} label={words.difference} />
    </>
  );
}
