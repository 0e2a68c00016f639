/** Identity of a run, the folder it lives in and the gate it starts at. Start with {@link io.millrace.run.Gate}. */
package io.millrace.run;
