// Snapshot files: an engine's lines and owners on disk, with the position they cover.
//
// One file, written beside the old one and put in its place when it is whole and synced, so that a
// crash at any instant leaves one of the two. Every part carries a checksum that covers its length
// too: a file that was cut, lengthened or altered anywhere is refused when it is read. Any thread
// may write or read; two must not write to the same path at once.
//
// What stands in it: codes, times, rows, the numbers of identifiers and customers, and the mark of
// the record; nothing else about anybody. Columns are in the byte order of the machine.
#pragma once

#include <string>

#include "base/result.h"
#include "journey_engine/engine.h"

namespace throughline::journey_engine {

// Error::unavailable if the disk refuses; the file that was there is still there.
Result<void> write_snapshot(const Image& image, const std::string& path);

// Error::not_found without a file, Error::invalid for one that is damaged or of another version:
// the caller then builds the engine anew from the record. Error::unavailable if the disk refuses.
Result<Image> read_snapshot(const std::string& path);

}  // namespace throughline::journey_engine
