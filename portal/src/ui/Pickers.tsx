import { Select, TagsInput } from '@mantine/core';
import type { SelectProps, TagsInputProps } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts';
import { usePeople, usePortNames, useProductChoices } from './choices';

type Picker = Omit<SelectProps, 'data' | 'searchable' | 'searchValue' | 'onSearchChange' | 'filter'>;

/** What the server found is what is offered: it has looked further than the words that are shown. */
function Found({
  data,
  search,
  ...rest
}: Picker & { data: SelectProps['data']; search: (typed: string) => void }) {
  return (
    <Select
      nothingFoundMessage={texts.app.nothingFound}
      {...rest}
      searchable
      data={data}
      filter={({ options }) => options}
      onSearchChange={search}
    />
  );
}

/** What is chosen stays among the choices while something else is looked for. */
const including = (chosen: string | null | undefined, found: string[]) =>
  chosen && !found.includes(chosen) ? [chosen, ...found] : found;

/** One port of all that this person may know of, or of a domain. */
export function PortPicker({ domain, ...rest }: Picker & { domain?: string }) {
  const [typed, search] = useState('');
  // What is chosen stands where one types: it is no search for itself.
  const found = usePortNames(typed === rest.value ? '' : typed, domain);
  return <Found {...rest} data={including(rest.value, found)} search={search} />;
}

/** One product; its name is shown, its id is the value, with what is to stand before it. */
export function ProductPicker({ prefix = '', onChange, ...rest }: Picker & { prefix?: string }) {
  const [typed, search] = useState('');
  const [chosen, choose] = useState<{ value: string; label: string }>();
  const own =
    chosen?.value === rest.value ? chosen : rest.value ? { value: rest.value, label: rest.value } : undefined;
  const found = (useProductChoices(typed === own?.label ? '' : typed).data?.items ?? []).map(
    ({ id, name }) => ({ value: prefix + id, label: name || id }),
  );
  const isThere = !own || found.some(({ value }) => value === own.value);
  return (
    <Found
      {...rest}
      data={isThere ? found : [own, ...found]}
      search={search}
      onChange={(value, option) => {
        choose(value ? { value, label: option?.label ?? value } : undefined);
        onChange?.(value, option);
      }}
    />
  );
}

/** One person, but for some. */
export function PersonPicker({ except, ...rest }: Picker & { except?: string }) {
  const [typed, search] = useState('');
  const found = usePeople(typed === rest.value ? '' : typed)
    .map(({ name }) => name)
    .filter((name) => name !== except);
  return <Found {...rest} data={including(rest.value, found)} search={search} />;
}

/** Several names; what is offered is asked for with what is being typed. */
export function NamesInput({
  use,
  ...rest
}: Omit<TagsInputProps, 'data' | 'onSearchChange'> & { use: (typed: string) => string[] }) {
  const [typed, search] = useState('');
  return <TagsInput {...rest} data={use(typed)} onSearchChange={search} />;
}
