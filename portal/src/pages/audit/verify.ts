import { path } from '../../api';
import type { AuditCheck } from '../../api';
import { watched } from '../../watched';
import type { Passed } from '../../watched';

/** Checks the whole chain and says how far it is. */
export const verify = (passed: (progress: Passed) => void) =>
  watched<AuditCheck>(path('audit', 'verify'), passed);
