// ChannelChain: which channels conversions hang on, by all paths of touches together, also those
// that led to nothing. A path is a walk from the start over its channels to a conversion or to
// nothing; the next step depends on the channel alone (a Markov chain of first order). Without a
// channel, every walk that comes to it ends in nothing: by how much fewer walks then convert is the
// channel's removal effect.
//
// Source: Anderl, Becker, von Wangenheim and Schumann (2016), "Mapping the customer journey". The
// effects are exact: the linear equations of the chain are solved, nothing is simulated. Parts may
// be added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "journey_engine/event_set.h"

namespace throughline::journey_engine {

class ChannelChain {
 public:
  // A path without channels says nothing.
  void add(std::span<const Value> path, bool converts);
  void merge(const ChannelChain& other);

  [[nodiscard]] std::size_t channels() const;
  // The share of conversions that would be lost without each channel, 0 to 1.
  [[nodiscard]] std::map<Value, double> removal_effects() const;
  // The same, scaled to add up to 1; all zero where nothing converts.
  [[nodiscard]] std::map<Value, double> shares() const;

 private:
  // Stand for the start in `from`, and for the two ends in `to`.
  static constexpr Value start = no_value;
  static constexpr Value conversion = no_value;
  static constexpr Value nothing = no_value - 1;
  // Of walks at each channel, how many go where, as shares.
  struct Walks {
    explicit Walks(std::size_t channels);
    void make_shares();
    std::vector<double> begins;              // In the channel, of all walks.
    std::vector<double> converts;            // From the channel, of those at it.
    std::vector<double> leaves;              // How often it was left.
    std::vector<std::vector<double>> stays;  // From one channel to another.
  };
  void count(Value from, Value to, std::uint64_t times);
  [[nodiscard]] std::map<Value, std::size_t> places() const;
  [[nodiscard]] Walks walks(const std::map<Value, std::size_t>& places) const;

  std::unordered_map<std::uint64_t, std::uint64_t> steps_;  // From and to: how often.
};

}  // namespace throughline::journey_engine
