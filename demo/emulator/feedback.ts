import { invalid } from './errors.js';
import { type JsonObject, number } from './json.js';

/** What a person thought of a run, refused where the rating is none (PROTOCOL.md §2). */
export const readFeedback = (body: JsonObject): JsonObject => {
  const rating = number(body, 'rating');
  const isRating = rating !== undefined && Number.isInteger(rating) && rating >= 1 && rating <= 5;
  if (body['rating'] !== undefined && !isRating) throw invalid('"rating" is a whole number from 1 to 5.');
  return body;
};
