/** A real broker and a real database for integration tests, and generators for property tests. */
package dev.lossline.testing;
