/** Real servers on one machine without Docker: a Kafka broker and a PostgreSQL, each a process of its own. */
package dev.lossline.stack;
