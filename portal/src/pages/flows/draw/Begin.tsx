import { Autocomplete, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Whoami } from '../../../api';
import { useFlows } from '../../../queries';
import { useProductIds } from '../../../ui/choices';
import { PageHead } from '../../../ui/parts';
import { drawTexts } from './texts';

const rightName = /^[a-z][a-z0-9_-]{0,62}$/;

/** What a new flow is called, and for which product it is. */
export function Begin({ me, begin }: { me: Whoami; begin: (name: string, product: string) => void }) {
  const [name, setName] = useState('');
  const [product, setProduct] = useState(me.owns.length === 1 ? me.owns[0]! : '');
  const taken = (useFlows().data ?? []).some((flow) => flow.name === name.trim());
  const others = useProductIds(product).filter((id) => !me.owns.includes(id));
  const error =
    name === ''
      ? undefined
      : taken
        ? drawTexts.nameTaken
        : rightName.test(name)
          ? undefined
          : drawTexts.nameWrong;
  return (
    <>
      <PageHead title={drawTexts.title} lead={drawTexts.newLead} />
      <form
        className="panel draw-begin stack"
        onSubmit={(event) => {
          event.preventDefault();
          begin(name.trim(), product.trim());
        }}
      >
        <TextInput
          label={drawTexts.name}
          description={drawTexts.nameHint}
          required
          autoFocus
          spellCheck={false}
          value={name}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Autocomplete
          label={drawTexts.product}
          description={drawTexts.productHint}
          required
          data={[...me.owns, ...others]}
          value={product}
          onChange={setProduct}
        />
        <div>
          <Button type="submit" disabled={error !== undefined || name === '' || product.trim() === ''}>
            {drawTexts.begin}
          </Button>
        </div>
      </form>
    </>
  );
}
