import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../texts';
import { usePortNames } from '../../ui/choices';
import { Panel } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { policies } from '../policies/api';
import { Seen } from '../product/Seen';
import '../product/product.css';

/** Who has seen a port or a field of it, raw or masked; as on the product's page, for any port. */
export function WhoSaw() {
  const [port, setPort] = useState('');
  const ports = usePortNames(port);
  const known = ports.includes(port);
  const page = useQuery({
    queryKey: ['product', 'port', port],
    queryFn: ({ signal }) => policies.port(port, signal),
    enabled: known,
  });
  return (
    <div className="stack">
      <div className="filters">
        <Autocomplete label={texts.trace.port} data={ports} value={port} onChange={setPort} />
      </div>
      <Panel flush>
        {known ? (
          <Answer of={page}>{(found) => <Seen key={port} port={found} />}</Answer>
        ) : (
          <Empty title={texts.seen.lead} />
        )}
      </Panel>
    </div>
  );
}
