#include "journey_engine/engine.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/assert.h"

namespace throughline::journey_engine {
namespace {

Error broken() {
  return Error::unavailable("the journey engine lost its place and has to be rebuilt");
}

std::shared_ptr<const Block> empty_block() {
  return BlockWriter(BlockPlan().shape()).finish();
}

}  // namespace

Engine::Engine(OrderKeySource& keys, EngineOptions options)
    : Engine(keys, options, Image{.lines = {.shards = {{.block = empty_block()}}}}) {}

Engine::Engine(OrderKeySource& keys, EngineOptions options, const Image& image)
    : keys_(keys),
      options_(options),
      owners_(image.owners),
      shards_(image.lines.shards),
      states_(image.lines.shards.size()),
      events_(image.lines.events) {
  TL_ASSERT(!shards_.empty());
  for (std::size_t s = 0; s < shards_.size(); ++s) {
    block_customers_ += shards_[s].block->customers();
    if (shards_[s].overlay != nullptr) {
      states_[s].pending.restore(*shards_[s].overlay);
      states_[s].changes = shards_[s].overlay->inserts();
      note_due(s);
    }
  }
  published_.with(
      [&](auto& state) { state = std::make_shared<const Snapshot::State>(image.lines); });
}

PendingLine& Engine::change(std::size_t shard, CustomerId customer, std::size_t events) {
  ShardState& state = states_[shard];
  state.touched = true;
  state.changes += events;
  PendingLine& line = state.pending.line_of(*shards_[shard].block, customer);
  note_due(shard);
  return line;
}

void Engine::note_due(std::size_t shard) {
  constexpr std::size_t lines_min = 16;
  constexpr std::size_t events_min = 512;
  ShardState& state = states_[shard];
  const Block& block = *shards_[shard].block;
  const std::size_t part = options_.changed_part;
  if (!state.due &&
      (state.urgent || state.pending.size() >= lines_min + block.customers() / part ||
       state.changes >= std::min(options_.inserts_max, events_min + block.events() / part))) {
    state.due = true;
    due_.push_back(shard);
  }
}

Result<void> Engine::apply(const EventAdded& event) {
  if (broken_) {
    return broken();
  }
  const CustomerId owner = owners_.find(event.key_identifier);
  if (!owner || event.code == ~0U) {
    return Error::invalid("an event needs a key identifier with an owner and a code");
  }
  const std::size_t shard = shard_of_customer(owner);
  unpublished_ = true;
  TL_TRY(change(shard, owner, 1)
             .insert(*shards_[shard].block, keys_,
                     {.event = {.at_us = event.occurred_at.us,
                                .row = event.row,
                                .strand = event.key_identifier,
                                .code = event.code},
                      .key = event.key}));
  ++events_;
  return {};
}

Result<void> Engine::apply(const OwnersChanged& change) {
  if (broken_) {
    return broken();
  }
  unpublished_ = true;
  std::map<CustomerId, std::vector<IdentifierId>> leaving;
  for (const IdentifierId identifier : change.identifiers) {
    const CustomerId before = owners_.find(identifier);
    if (before && before != change.owner) {
      leaving[before].push_back(identifier);
    }
    if (before != change.owner) {
      owners_.set(identifier, change.owner);
    }
  }
  for (auto& [from, strands] : leaving) {
    if (auto moved = move(from, change.owner, std::move(strands)); !moved.ok()) {
      broken_ = true;
      return moved;
    }
  }
  return {};
}

Result<void> Engine::move(CustomerId from, CustomerId to, std::vector<IdentifierId> strands) {
  const std::size_t source = shard_of_customer(from);
  const Block& block = *shards_[source].block;
  if (block.index_of(from) == Block::no_customer && !states_[source].pending.holds(from)) {
    return {};
  }
  std::sort(strands.begin(), strands.end());
  std::vector<Moving> moving = change(source, from, 0).extract(block, strands);
  if (moving.empty()) {
    return {};
  }
  states_[source].changes += moving.size();
  if (!to) {
    events_ -= moving.size();
    return {};
  }
  const std::size_t target = shard_of_customer(to);
  return change(target, to, moving.size())
      .insert_all(*shards_[target].block, keys_, std::move(moving));
}

Result<void> Engine::apply(const RowsErased& erased) {
  if (broken_) {
    return broken();
  }
  std::vector<std::uint64_t> rows = erased.rows;
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  if (rows.empty()) {
    return {};
  }
  unpublished_ = true;
  if (erased.key_identifiers.empty()) {
    for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
      erase_in_shard(shard, rows);
    }
    return {};
  }
  std::vector<CustomerId> customers;
  customers.reserve(erased.key_identifiers.size());
  for (const IdentifierId identifier : erased.key_identifiers) {
    customers.push_back(owners_.find(identifier));
  }
  std::sort(customers.begin(), customers.end());
  customers.erase(std::unique(customers.begin(), customers.end()), customers.end());
  for (const CustomerId customer : customers) {
    if (customer) {
      erase_in_line(customer, rows);
    }
  }
  return {};
}

Result<void> Engine::apply(const CustomerErased& erased) {
  if (broken_) {
    return broken();
  }
  const std::size_t shard = shard_of_customer(erased.customer);
  const Block& block = *shards_[shard].block;
  if (block.index_of(erased.customer) == Block::no_customer &&
      !states_[shard].pending.holds(erased.customer)) {
    return {};
  }
  unpublished_ = true;
  PendingLine& line = change(shard, erased.customer, 0);
  std::vector<IdentifierId> strands;
  if (line.base() != Block::no_customer) {
    const auto known = block.strands_of(line.base());
    strands.assign(known.begin(), known.end());
  }
  for (const Insert& insert : line.parts().inserts) {
    strands.push_back(insert.strand);
  }
  std::sort(strands.begin(), strands.end());
  events_ -= line.extract(block, strands).size();
  states_[shard].urgent = true;
  note_due(shard);
  return {};
}

void Engine::erase_in_line(CustomerId customer, const std::vector<std::uint64_t>& rows) {
  const std::size_t shard = shard_of_customer(customer);
  const Block& block = *shards_[shard].block;
  if (block.index_of(customer) == Block::no_customer && !states_[shard].pending.holds(customer)) {
    return;
  }
  const std::size_t gone = change(shard, customer, 0).erase(block, rows);
  events_ -= gone;
  if (gone != 0) {
    states_[shard].urgent = true;
    note_due(shard);
  }
}

void Engine::erase_in_shard(std::size_t shard, const std::vector<std::uint64_t>& rows) {
  constexpr std::size_t buckets = 65'536;
  std::vector<bool> maybe(buckets);
  for (const std::uint64_t row : rows) {
    maybe[row % buckets] = true;
  }
  const Block& block = *shards_[shard].block;
  std::vector<CustomerId> customers;
  customers.reserve(states_[shard].pending.size());
  for (const auto& line : states_[shard].pending.lines()) {
    customers.push_back(line->customer());
  }
  const bool in_range =
      rows.front() <= block.shape().row_last && rows.back() >= block.shape().row_base;
  for (std::size_t c = 0; in_range && c < block.customers(); ++c) {
    for (std::uint32_t event = block.first_event(c); event < block.last_event(c); ++event) {
      const std::uint64_t row = block.row(event);
      if (maybe[row % buckets] && std::binary_search(rows.begin(), rows.end(), row)) {
        customers.push_back(block.ids()[c]);
        break;
      }
    }
  }
  for (const CustomerId customer : customers) {
    erase_in_line(customer, rows);
  }
}

Result<void> Engine::publish(EnginePosition position) {
  if (broken_) {
    return broken();
  }
  for (std::size_t s = 0; s < shards_.size(); ++s) {
    if (states_[s].touched) {
      shards_[s].overlay = states_[s].pending.overlay(*shards_[s].block);
      states_[s].touched = false;
    }
  }
  auto state = std::make_shared<const Snapshot::State>(
      Snapshot::State{.shards = shards_, .position = position, .events = events_});
  published_.with([&](auto& published) { published.swap(state); });
  unpublished_ = false;
  return {};  // The state before goes here, outside the lock, if nobody reads it.
}

Snapshot Engine::snapshot() const {
  return Snapshot(published_.with([](const auto& published) { return published; }));
}

Image Engine::image() {
  TL_ASSERT(!unpublished_);
  const auto state = published_.with([](const auto& published) { return published; });
  return {.lines = *state, .owners = owners_.share()};
}

std::size_t Engine::memory() const {
  std::size_t bytes = owners_.memory();
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    // A change lies with the writer, and beside the block for readers.
    bytes += shards_[i].block->bytes().size() + 2 * states_[i].changes * sizeof(Insert);
  }
  return bytes;
}

bool Engine::compact(Effort effort) {
  if (broken_) {
    return false;
  }
  if (!due_.empty()) {
    const std::size_t shard = due_.back();
    due_.pop_back();
    rewrite(shard);
    return true;
  }
  if (block_customers_ > shards_.size() * options_.customers_per_shard) {
    divide();
    return true;
  }
  if (effort == Effort::due) {
    return false;
  }
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    sweep_ = (sweep_ + 1) % shards_.size();
    if (!states_[sweep_].pending.empty()) {
      rewrite(sweep_);
      return true;
    }
  }
  return false;
}

// Customers of `shard` that are still its own among `shards` shards stay, the others go.
void Engine::gather(std::size_t shard, std::size_t shards, Gather& stay, Gather& go) const {
  const Block& block = *shards_[shard].block;
  const auto lines = states_[shard].pending.lines();
  std::size_t next = 0;
  const auto home = [&](CustomerId customer) -> Gather& {
    return shards == shards_.size() || shard_of(customer, shards) == shard ? stay : go;
  };
  const auto take_line = [&] {
    const PendingLine& line = *lines[next++];
    home(line.customer()).add(line.customer(), line.parts());
  };
  for (std::uint32_t c = 0; c < block.customers(); ++c) {
    const CustomerId customer = block.ids()[c];
    while (next < lines.size() && lines[next]->customer() < customer) {
      take_line();
    }
    if (next < lines.size() && lines[next]->customer() == customer) {
      take_line();
    } else {
      home(customer).add_unchanged(c);
    }
  }
  while (next < lines.size()) {
    take_line();
  }
}

void Engine::replace(std::size_t shard, const Gather& gather) {
  block_customers_ -= shards_[shard].block == nullptr ? 0 : shards_[shard].block->customers();
  shards_[shard] = {.block = gather.build()};
  block_customers_ += shards_[shard].block->customers();
}

void Engine::rewrite(std::size_t shard) {
  Gather stay(*shards_[shard].block);
  Gather go(*shards_[shard].block);
  gather(shard, shards_.size(), stay, go);
  replace(shard, stay);
  states_[shard] = {.due = std::find(due_.begin(), due_.end(), shard) != due_.end()};
}

void Engine::divide() {
  const std::size_t shard = splitting_shard(shards_.size());
  const std::shared_ptr<const Block> block = shards_[shard].block;
  Gather stay(*block);
  Gather go(*block);
  gather(shard, shards_.size() + 1, stay, go);
  shards_.emplace_back();
  states_.emplace_back();
  replace(shards_.size() - 1, go);
  replace(shard, stay);
  states_[shard] = {.due = std::find(due_.begin(), due_.end(), shard) != due_.end()};
}

}  // namespace throughline::journey_engine
