/** A real broker and a real database for integration tests, and generators for properties. */
package dev.lossline.testing;
