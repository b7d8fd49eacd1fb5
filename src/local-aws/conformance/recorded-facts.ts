/**
 * The rows of the project's fact sheet (aws-facts, sections 1 to 6 and 8) that were recorded from real AWS, by section: its data rows are
 * counted from 1 through all of its tables, or go by the number that the row itself has. Each is named by a test that provokes it.
 */
export const RECORDED_ROWS: Readonly<Record<string, readonly number[]>> = {
  "1.1": [13, 14, 15, 16],
  "1.2": [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13],
  "1.3": [1, 2, 5, 6, 8],
  "1.4": [1, 2, 3, 4, 6, 7],
  "1.5": [2, 3, 4, 5, 7, 8, 9, 10, 11],
  "1.6": [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16],
  "1.7": [1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18],
  "1.8": [1, 2, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15],
  "1.9": [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 16, 17, 18, 21, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34],
  "1.10": [1, 2, 3, 4, 5, 6, 8, 9, 15],
  "1.12": [3],
  "1.13": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  "2.1": [2],
  "2.2": [1, 2],
  "2.3": [2],
  "2.5": [2, 4],
  "2.7": [5, 6],
  "3.1": [3, 4, 5, 8],
  "3.2": [1, 4, 5, 6],
  "3.3": [1, 2, 3, 4, 5, 6, 8, 13],
  "3.4": [5],
  "3.5": [3, 4, 9, 12, 13],
  "3.6": [1, 2, 3, 4, 5, 8, 9, 10],
  "3.7": [1, 2, 4, 5, 6, 7, 8],
  "3.8": [1, 2, 3, 4, 5, 6, 7, 8, 9, 11],
  "3.9": [1, 2, 3],
  "3.10": [2],
  "4.1": [3, 5, 7, 8, 9, 11],
  "4.2": [9, 10, 11, 12],
  "4.3": [1, 2, 5, 6, 7, 8, 15],
  "5.1": [2, 3],
  "5.2": [2, 3],
  "5.4": [1, 2, 4, 5, 6, 7, 9],
  "5.5": [1, 2],
  "6.3": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  "8.1": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  "8.3": [1, 2, 4, 5, 7],
};

/** Recorded rows that nothing can provoke, and why. */
export const NOT_PROVOKED: Readonly<Record<string, string>> = {
  "3.1 row 8": "KMS here is consistent at once: the wait that real AWS asks for is allowed, not needed",
  "8.3 row 7": "metadata of version 2 of an SDK",
};
