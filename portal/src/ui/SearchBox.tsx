import { CloseButton, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { texts } from '../texts';
import { IconSearch } from './icons';

/** Search from anywhere: `/` comes here, typing shows results at once, arrow down goes into them. */
export function SearchBox() {
  const location = useLocation();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const onSearch = location.pathname === '/search';
  const asked = onSearch ? (query.get('q') ?? '') : '';
  const [words, setWords] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);
  useEffect(() => {
    // While a person types, the box leads and the address follows; back and forward lead otherwise.
    if (document.activeElement !== input.current) {
      setWords(asked);
    }
  }, [asked]);

  const look = (next: string) => {
    setWords(next);
    const kept = new URLSearchParams(onSearch ? query : undefined);
    if (next === '') {
      kept.delete('q');
    } else {
      kept.set('q', next);
    }
    void navigate('/search?' + kept.toString(), { replace: onSearch });
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-result]')?.focus();
    } else if (event.key === 'Enter') {
      if (!onSearch) {
        look(words);
      } else {
        document.querySelector<HTMLElement>('[data-result]')?.click();
      }
    } else if (event.key === 'Escape') {
      input.current?.blur();
    }
  };

  return (
    <form role="search" className="searchbox" onSubmit={(event) => event.preventDefault()}>
      <TextInput
        ref={input}
        size="sm"
        type="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={texts.app.searchLabel}
        placeholder={texts.app.searchPlaceholder}
        value={words}
        onChange={(event) => look(event.currentTarget.value)}
        onKeyDown={onKey}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          words ? (
            <CloseButton size="sm" aria-label={texts.search.clearWord} onClick={() => look('')} />
          ) : (
            <kbd className="key" aria-hidden>
              /
            </kbd>
          )
        }
      />
    </form>
  );
}
