#include "segments/persona_store.h"

namespace throughline::segments {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view persona_columns =
    "SELECT id, segment, name, about, goals, pains, colour, version, created_at, changed_at"
    " FROM personas";

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    if (end > from) {
      lines.push_back(text.substr(from, end - from));
    }
    from = end + 1;
  }
  return lines;
}

Persona persona_in(const Row& row) {
  return {.id = row.at(0).id<PersonaId>(),
          .segment = row.at(1).id<SegmentId>(),
          .name = row.at(2).bytes(),
          .about = row.at(3).bytes(),
          .goals = lines_of(row.at(4).bytes()),
          .pains = lines_of(row.at(5).bytes()),
          .colour = row.at(6).number(),
          .version = row.at(7).number(),
          .created_at = row.at(8).time(),
          .changed_at = row.at(9).time()};
}

}  // namespace

Result<PersonaId> add_persona(Transaction& tx, const Persona& persona) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO personas (segment, name, about, goals, pains, colour,"
                " version, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                {persona.segment, Bytes{persona.name}, Bytes{persona.about},
                 Bytes{joined(persona.goals)}, Bytes{joined(persona.pains)}, persona.colour,
                 persona.version, persona.created_at, persona.changed_at}));
  return PersonaId{id};
}

Result<void> save_persona(Transaction& tx, const Persona& persona) {
  return tx.run(
      "UPDATE personas SET name = ?, about = ?, goals = ?, pains = ?, colour = ?, version = ?,"
      " changed_at = ? WHERE id = ?",
      {Bytes{persona.name}, Bytes{persona.about}, Bytes{joined(persona.goals)},
       Bytes{joined(persona.pains)}, persona.colour, persona.version, persona.changed_at,
       persona.id});
}

Result<void> remove_persona(Transaction& tx, PersonaId id) {
  TL_TRY(tx.run("DELETE FROM persona_quotes WHERE persona = ?", {id}));
  return tx.run("DELETE FROM personas WHERE id = ?", {id});
}

Result<Persona> find_persona(Transaction& tx, PersonaId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(persona_columns) + " WHERE id = ?", {id}));
  return row ? Result<Persona>(persona_in(*row)) : Error::not_found("there is no such persona");
}

Result<std::vector<Persona>> find_personas(Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows, tx.rows(std::string(persona_columns) + " ORDER BY id"));
  std::vector<Persona> personas;
  personas.reserve(rows.size());
  for (const Row& row : rows) {
    personas.push_back(persona_in(row));
  }
  return personas;
}

Result<std::vector<Quote>> find_quotes(Transaction& tx, PersonaId id) {
  TL_TRY_ASSIGN(const auto rows, tx.rows("SELECT id, event, identifier, added_at FROM"
                                         " persona_quotes WHERE persona = ? ORDER BY id",
                                         {id}));
  std::vector<Quote> quotes;
  quotes.reserve(rows.size());
  for (const Row& row : rows) {
    quotes.push_back({.id = row.at(0).id<QuoteId>(),
                      .event = EventSeq{row.at(1).number()},
                      .identifier = row.at(2).id<IdentifierId>(),
                      .added_at = row.at(3).time()});
  }
  return quotes;
}

Result<std::optional<QuoteId>> add_quote(Transaction& tx, PersonaId id, const Quote& quote) {
  TL_TRY_ASSIGN(const auto known,
                tx.find_row("SELECT id FROM persona_quotes WHERE persona = ? AND event = ?",
                            {id, quote.event.value}));
  if (known) {
    return std::optional<QuoteId>();
  }
  TL_TRY_ASSIGN(const std::int64_t made,
                tx.insert("INSERT INTO persona_quotes (persona, event, identifier, added_at)"
                          " VALUES (?, ?, ?, ?)",
                          {id, quote.event.value, quote.identifier, quote.added_at}));
  return std::optional(QuoteId{made});
}

Result<void> remove_quote(Transaction& tx, PersonaId id, QuoteId quote) {
  TL_TRY_ASSIGN(const auto removed,
                tx.find_row("DELETE FROM persona_quotes WHERE persona = ? AND id = ? RETURNING id",
                            {id, quote}));
  return removed ? Result<void>() : Error::not_found("there is no such quote");
}

Result<std::int64_t> forget_quotes(Transaction& tx, const std::vector<IdentifierId>& identifiers) {
  std::int64_t quotes = 0;
  for (const IdentifierId identifier : identifiers) {
    TL_TRY_ASSIGN(
        const auto removed,
        tx.rows("DELETE FROM persona_quotes WHERE identifier = ? RETURNING id", {identifier}));
    quotes += static_cast<std::int64_t>(removed.size());
  }
  return quotes;
}

}  // namespace throughline::segments
