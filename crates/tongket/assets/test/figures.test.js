// What a cell shows once the server has read it.
import "./browser.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeBack } from "../src/figures.js";

const field = (value) => {
  const input = document.createElement("input");
  input.value = value;
  document.body.append(input);
  return input;
};

test("a cell shows its number as the server read it", () => {
  const input = field("1.23");
  writeBack(input, "1.23", "1,23");
  assert.equal(input.value, "1,23");
});

test("where somebody types on, or the number was not taken, nothing is written", () => {
  const typedOn = field("1.234");
  writeBack(typedOn, "1.23", "1,23");
  assert.equal(typedOn.value, "1.234");
  const refused = field("mười");
  writeBack(refused, "mười", undefined);
  assert.equal(refused.value, "mười");
  const inHand = field("1.23");
  inHand.focus();
  writeBack(inHand, "1.23", "1,23");
  assert.equal(inHand.value, "1.23");
});
