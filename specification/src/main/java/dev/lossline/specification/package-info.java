/** The experiment specification: what a user submits, and the trials that follow from it. */
package dev.lossline.specification;
