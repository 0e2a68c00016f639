/** Identity of a run and the folder it lives in. Start with {@link io.millrace.run.RunIdentity}. */
package io.millrace.run;
