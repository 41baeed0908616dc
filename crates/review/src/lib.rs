//! Expert review: recusal, draw, scores, screening. Pure.
