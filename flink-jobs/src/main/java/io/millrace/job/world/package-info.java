/**
 * Worlds of our own on disk: pieces of tables, folders that appear whole, receipts and bundles. Start with
 * {@link io.millrace.job.world.WorldFolder}.
 */
package io.millrace.job.world;
