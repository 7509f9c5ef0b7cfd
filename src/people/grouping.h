// Grouping: the groups of identifiers while claims are taken, one step at a time.
//
// The one place where limits, protection and blocks are applied. resolve() fills it from nothing;
// the store fills it with the few groups that a new claim touches, steps once and writes back what
// merged. Identifiers are named by their index. Owned by one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "people/identity.h"
#include "people/rules.h"

namespace throughline::people {

// How many identifiers of a type a group has, and how many of them came in the latest bucket.
struct TypeCount {
  std::string type = {};
  std::int64_t values = 0;
  std::int64_t bucket = 0;
  std::int64_t in_bucket = 0;
  bool operator==(const TypeCount&) const = default;
};

// All that the rules ask about a group, so that it need not be counted again.
struct GroupState {
  std::vector<TypeCount> counts = {};  // Sorted by type.
  bool known = false;                  // Has a user_id, or a verified email, phone or channel id.
  bool operator==(const GroupState&) const = default;
};
std::string to_text(const GroupState& state);
Result<GroupState> parse_group_state(std::string_view text);

// How often one value joined two people, and how often the breaker kept it from doing so.
struct Joins {
  std::int64_t bucket = 0;
  std::int64_t in_bucket = 0;
  std::int64_t held = 0;
  bool operator==(const Joins&) const = default;
};

class Grouping {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  explicit Grouping(const Rules& rules) : rules_(rules) {}

  // An identifier that no claim has carried yet, and one that already belongs to a group.
  std::size_t add(Identifier identifier);
  std::size_t add_group(GroupState state);
  void seat(std::size_t node, std::size_t group);
  void add_block(const ClaimOrder& order, std::vector<std::size_t> one,
                 std::vector<std::size_t> other);
  void add_verdict(std::size_t node, Verdict::Kind kind, const ClaimOrder& order);
  void set_joins(std::size_t node, Joins joins) { nodes_[node].joins = joins; }

  struct Step {
    const ClaimOrder* order = nullptr;
    Rights rights = Rights::server;
    std::vector<std::size_t> nodes = {};  // By priority.
    // alias: the two meanings of previous_id, or none.
    std::size_t previous_user = none;
    std::size_t previous_anonymous = none;
  };
  // A claim that a block keeps from linking waits, and links when the block is lifted.
  void take(const Step& step, const std::function<void(Link)>& sink);

  [[nodiscard]] const Identifier& identifier(std::size_t node) const { return nodes_[node].name; }
  // The group of a node now, or none.
  [[nodiscard]] std::size_t group_of(std::size_t node) const;
  // What became of a group that was added: itself, or the one that it merged into.
  [[nodiscard]] std::size_t root(std::size_t group) const;
  [[nodiscard]] const GroupState& state(std::size_t group) const {
    return groups_[root(group)].state;
  }
  [[nodiscard]] const Joins& joins(std::size_t node) const { return nodes_[node].joins; }
  [[nodiscard]] std::size_t nodes() const { return nodes_.size(); }

 private:
  struct Node {
    Identifier name;
    std::size_t group = none;
    Joins joins = {};
    std::optional<std::pair<ClaimOrder, Verdict::Kind>> verdict = {};
  };
  struct Group {
    std::size_t parent = none;  // Itself unless merged.
    std::size_t weight = 1;
    GroupState state = {};
  };
  struct Sides {
    ClaimOrder order;
    std::vector<std::size_t> one;
    std::vector<std::size_t> other;
    bool lifted = false;  // A later explicit merge joined the two.
  };
  enum class Force { allowed, asked };
  struct Attempt {
    std::size_t base;
    std::size_t other;
    const ClaimOrder* order;
    Rights rights;
    Force force;
    Time at;  // When it counts: later than its claim where a block had kept it waiting.
  };
  using Sink = std::function<void(Link)>;

  void seat_new(std::size_t node, Time at);
  void verify(const std::vector<std::size_t>& nodes);
  [[nodiscard]] std::vector<Attempt> attempts_of(const Step& step, std::size_t previous) const;
  void try_link(const Attempt& attempt, const Sink& sink);
  void join(const Attempt& attempt);
  void link_waiting(Time at, const Sink& sink);
  // Whether any block is lifted that was not.
  bool lift_blocks();
  [[nodiscard]] bool is_joined(const Sides& sides) const;
  [[nodiscard]] std::optional<std::pair<Refusal, std::string>> refusal(
      const Attempt& attempt) const;
  [[nodiscard]] std::optional<std::string> limit_broken(const GroupState& base,
                                                        const GroupState& other, Time at) const;
  [[nodiscard]] bool blocked(const Attempt& attempt) const;
  [[nodiscard]] bool frozen(std::size_t node, const Attempt& attempt) const;
  [[nodiscard]] bool trips(std::size_t node, Time at) const;
  void count_join(std::size_t node, Time at);
  void count_refusal(const Attempt& attempt);
  [[nodiscard]] bool carries_both_sides(const Step& step) const;
  void unite(std::size_t base, std::size_t other, Time at);

  const Rules& rules_;
  std::vector<Node> nodes_;
  mutable std::vector<Group> groups_;
  std::vector<Sides> blocks_;
  std::vector<Attempt> waiting_;  // In canonical order.
};

}  // namespace throughline::people
