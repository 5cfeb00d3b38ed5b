import { ActionIcon, Modal } from '@mantine/core';
import { useState } from 'react';
import { IconDetails } from '../../ui/icons';
import { Problems } from '../../ui/states';
import { Given } from './BusinessFacts';
import { BusinessForm } from './BusinessForm';
import { useBusiness } from './api';
import './metadata.css';
import { metadataTexts as texts } from './texts';

/** Beside a field: what stewards want to know of it, and for those who answer for it a form. */
export function FieldBusiness({ port, field }: { port: string; field: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <ActionIcon
        size="xs"
        variant="subtle"
        className="term-add"
        aria-label={texts.ofField(field)}
        onClick={() => setOpen(true)}
      >
        <IconDetails size={13} />
      </ActionIcon>
      <Modal opened={open} onClose={() => setOpen(false)} title={texts.ofField(field)}>
        {open && <OneField port={port} field={field} done={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function OneField({ port, field, done }: { port: string; field: string; done: () => void }) {
  const { data: page, error } = useBusiness('port', port, field);
  if (error) {
    return <Problems error={error} />;
  }
  if (!page) {
    return null;
  }
  return page.mayChange ? (
    <BusinessForm kind="port" name={port} field={field} sets={page.sets} done={done} />
  ) : (
    <Given page={page} />
  );
}
