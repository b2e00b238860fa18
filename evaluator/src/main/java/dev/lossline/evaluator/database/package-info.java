/** Transactions, migrations and database errors. */
package dev.lossline.evaluator.database;
