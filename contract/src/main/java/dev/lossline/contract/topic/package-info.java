/** Topics, the messages on them, and how services publish and read them. */
package dev.lossline.contract.topic;
