/** The results of an evaluation that training, events and the API share. */
package dev.lossline.specification.evaluation;
