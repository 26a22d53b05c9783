import { z } from 'zod';

// The page's policy forbids building code from text, which zod would otherwise try for speed. Schemas look at this
// when they are made, so it is imported before any of them.
z.config({ jitless: true });
