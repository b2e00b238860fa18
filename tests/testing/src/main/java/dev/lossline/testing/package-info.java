/** A real broker and a real database for the integration tests of the services. */
package dev.lossline.testing;
