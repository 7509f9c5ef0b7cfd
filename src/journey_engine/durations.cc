#include "journey_engine/durations.h"

#include <algorithm>

namespace throughline::journey_engine {

std::uint32_t* Durations::take(std::size_t lines) {
  constexpr std::size_t least = 64;  // 4 KiB, and up to a mebibyte at once.
  constexpr std::size_t most = 16'384;
  if (free_ < lines) {
    size_ = std::max(lines, std::clamp(size_ * 2, least, most));
    memory_.push_back(std::make_shared_for_overwrite<Lines[]>(size_));
    free_ = size_;
  }
  std::uint32_t* const taken = memory_.back()[static_cast<std::ptrdiff_t>(size_ - free_)].values;
  free_ -= lines;
  return taken;
}

void Durations::go_on(End& end) {
  constexpr std::size_t lines_max = 256;
  std::size_t lines = 1;
  if (end.piece != none) {
    const Piece& piece = pieces_[end.piece];
    if (end.next != piece.end) {
      return;
    }
    const auto used = static_cast<std::size_t>(piece.end - piece.begin) / line_values;
    lines = std::clamp<std::size_t>(used * 2, 1, lines_max);
  }
  std::uint32_t* const begin = take(lines);
  pieces_.push_back({begin, begin + lines * line_values, end.piece});
  end = {begin, static_cast<std::uint32_t>(pieces_.size() - 1)};
}

void Durations::merge(const Durations& other, const End& from, End& to) {
  if (from.piece == none) {
    return;
  }
  if (to.piece == none) {
    // A full piece without values, which the others come behind.
    pieces_.push_back({});
    to = {nullptr, static_cast<std::uint32_t>(pieces_.size() - 1)};
  }
  for (std::uint32_t at = from.piece; at != none; at = other.pieces_[at].before) {
    Piece piece = other.pieces_[at];
    if (at == from.piece) {
      piece.end = from.next;
    }
    piece.before = pieces_[to.piece].before;
    pieces_.push_back(piece);
    pieces_[to.piece].before = static_cast<std::uint32_t>(pieces_.size() - 1);
  }
}

void Durations::share(const Durations& other, const std::vector<std::uint32_t>& numbers_here) {
  // Their last memory is not ours to take from.
  memory_.insert(memory_.begin(), other.memory_.begin(), other.memory_.end());
  for (const auto& [thing, ms] : other.wide_) {
    wide_.emplace_back(numbers_here[thing], ms);
  }
}

template <class Body>
void Durations::visit(const End& end, const Body& body) const {
  for (std::uint32_t at = end.piece; at != none; at = pieces_[at].before) {
    const Piece& piece = pieces_[at];
    body(std::span<const std::uint32_t>(piece.begin, at == end.piece ? end.next : piece.end));
  }
}

std::uint64_t Durations::count(const End& end) const {
  std::uint64_t count = 0;
  visit(end, [&](std::span<const std::uint32_t> values) { count += values.size(); });
  return count;
}

stats::Sample Durations::sample(const End& end) const {
  stats::Sample sample;
  visit(end, [&](std::span<const std::uint32_t> values) { sample.add(values); });
  return sample;
}

}  // namespace throughline::journey_engine
