import { Button, Menu } from '@mantine/core';
import { path, withQuery } from '../../api';
import { texts } from '../../texts';
import { IconDownload } from '../../ui/icons';

/** The lines of the chosen time as a file; that it was taken is itself a line. */
export function Export({ from, to }: { from?: string; to?: string }) {
  const address = (format: string) => withQuery(path('audit', 'export'), { format, from, to });
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          {texts.audit.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(texts.audit.formats).map(([format, name]) => (
          <Menu.Item key={format} component="a" href={address(format)} download={`audit.${format}.ndjson`}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
