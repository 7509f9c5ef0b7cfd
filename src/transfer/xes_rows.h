// XesRows: the events of an XES log as rows, each a JSON object by the keys of its attributes.
//
// Attributes of the case follow the event's own, under "case:KEY". Rows of a case are there when it
// ends, or when a mebibyte of them waits; attributes of a case that stand behind its events are
// then unknown to the rows before. Copies are counted within the case. Owned by one thread.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/xes.h"
#include "transfer/copies.h"
#include "transfer/raw_row.h"

namespace throughline::transfer {

class XesRows {
 public:
  // `rows` must outlive this.
  explicit XesRows(std::deque<RawRow>& rows);
  XesRows(const XesRows&) = delete;
  XesRows& operator=(const XesRows&) = delete;

  // Error::invalid or too_large say the line; the cases before it can still be taken.
  Result<void> feed(std::string_view bytes);
  Result<void> finish();
  // Of a log whose beginning is all there is to look at: makes rows of what waits.
  void release() { release(reader_.trace_so_far()); }

 private:
  Result<void> take_event(const codec::XesAttributes& event);
  void release(const codec::XesAttributes& of_case);

  std::deque<RawRow>& rows_;
  codec::XesReader reader_;
  std::vector<RawRow> waiting_;  // Of the case that is being read, without its attributes.
  std::size_t waiting_bytes_ = 0;
  Copies copies_;
  std::int64_t number_ = 0;
};

}  // namespace throughline::transfer
