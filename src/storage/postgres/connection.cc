#include "storage/postgres/connection.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/log.h"
#include "base/number_in.h"
#include "base/overloaded.h"
#include "base/text.h"
#include "storage/postgres/text_code.h"

namespace throughline::storage::postgres {
namespace {

constexpr std::size_t cached_statements_max = 2000;
constexpr const char* unavailable = "the database is unavailable; try again shortly";

// Type numbers of pg_type.
enum TypeOid : Oid {
  any_oid = 0,
  bool_oid = 16,
  bytea_oid = 17,
  int8_oid = 20,
  int2_oid = 21,
  int4_oid = 23,
  oid_oid = 26,
  xid_oid = 28,
  float4_oid = 700,
  float8_oid = 701,
  numeric_oid = 1700,
  xid8_oid = 5069
};

Value number_value(std::string_view text) {
  const auto number = number_in<std::int64_t>(text);
  TL_ASSERT(number.has_value());
  return *number;
}

Value real_value(std::string_view text) {
  const auto number = number_in<double>(text);
  TL_ASSERT(number.has_value());
  return *number;
}

// Sums of integers are `numeric` in PostgreSQL and integers in SQLite.
Value numeric_value(std::string_view text) {
  if (const auto number = number_in<std::int64_t>(text)) {
    return *number;
  }
  return real_value(text);
}

Value value_of(const PGresult* answer, int row, int column) {
  if (PQgetisnull(answer, row, column) != 0) {
    return {};
  }
  const std::string_view text(PQgetvalue(answer, row, column),
                              static_cast<std::size_t>(PQgetlength(answer, row, column)));
  switch (PQftype(answer, column)) {
    case bool_oid:
      return text == "t";
    case int8_oid:
    case int2_oid:
    case int4_oid:
    case oid_oid:
    case xid_oid:
    case xid8_oid:
      return number_value(text);
    case float4_oid:
    case float8_oid:
      return real_value(text);
    case numeric_oid:
      return numeric_value(text);
    case bytea_oid: {
      std::optional<std::string> bytes = from_hex(text.substr(2));  // After "\x".
      TL_ASSERT(bytes.has_value());
      return Bytes{*std::move(bytes)};
    }
    default:
      return decode_text(text);
  }
}

bool starts_with_any(std::string_view state, std::initializer_list<std::string_view> classes) {
  return std::ranges::any_of(classes,
                             [state](std::string_view start) { return state.starts_with(start); });
}

}  // namespace

// Arguments as libpq takes them: bytes in binary, all else as text.
class Connection::Packed {
 public:
  explicit Packed(const Arguments& arguments) {
    texts_.reserve(arguments.size());
    for (const Value& value : arguments) {
      std::visit(overloaded{[&](std::monostate) { add_null(); },
                            [&](std::int64_t number) { add(int8_oid, 0, std::to_string(number)); },
                            [&](double number) { add_double(number); },
                            [&](const std::string& text) { add(any_oid, 0, encode_text(text)); },
                            [&](const Bytes& bytes) { add(bytea_oid, 1, bytes.bytes); }},
                 value.variant());
    }
  }

  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const Oid* types() const { return types_.data(); }
  [[nodiscard]] const char* const* values() const { return pointers_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

  // Tells the types apart in the key of a prepared statement.
  void append_types(std::string& key) const {
    key += '\0';
    for (const Oid type : types_) {
      key += static_cast<char>(type % 128);
    }
  }

 private:
  void add(Oid type, int format, std::string text) {
    texts_.push_back(std::move(text));
    push(type, format, texts_.back().c_str(), texts_.back().size());
  }
  void add_null() { push(any_oid, 0, nullptr, 0); }
  void add_double(double number) {
    std::array<char, 32> text = {};
    char* const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    add(float8_oid, 0, std::string(text.data(), end));
  }
  void push(Oid type, int format, const char* pointer, std::size_t size) {
    types_.push_back(type);
    formats_.push_back(format);
    pointers_.push_back(pointer);
    lengths_.push_back(static_cast<int>(size));
  }

  std::vector<std::string> texts_;  // Reserved, so that pointers into it stay.
  std::vector<Oid> types_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

void Connection::Free::operator()(pg_result* result) const {
  PQclear(result);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& url,
                                                     const std::string& schema, FaultPlan* faults) {
  if (faults != nullptr && faults->fails(Call::open)) {
    return Error::unavailable(unavailable);
  }
  PGconn* handle = PQconnectdb(url.c_str());
  std::unique_ptr<Connection> connection(new Connection(handle, faults));
  if (PQstatus(handle) != CONNECTION_OK) {
    return connection->failure(nullptr, "connecting");
  }
  TL_TRY(connection->configure(schema));
  return connection;
}

Result<void> Connection::configure(const std::string& schema) {
  PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
  // A stronger setting of the server than `on` stays.
  TL_TRY(
      script("SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;"
             "SET bytea_output = 'hex'; SET extra_float_digits = 1; SET TimeZone = 'UTC';"
             "SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0;"
             "SELECT set_config('synchronous_commit', 'on', false)"
             " WHERE current_setting('synchronous_commit') IN ('off', 'local');"));
  if (schema.empty()) {
    return {};
  }
  return script("SET search_path = \"" + schema + "\"");
}

Connection::~Connection() {
  PQfinish(handle_);
}

bool Connection::broken() const {
  // After a write that failed libpq may still call the connection good.
  return lost_ || PQstatus(handle_) != CONNECTION_OK;
}

bool Connection::in_transaction() const {
  return PQtransactionStatus(handle_) != PQTRANS_IDLE;
}

Error Connection::failure(const pg_result* answer, std::string_view what) {
  const char* field = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const std::string state = field == nullptr ? "" : field;
  // The primary message alone: details would show customers' values.
  const char* primary =
      answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
  const std::string reason = primary == nullptr ? PQerrorMessage(handle_) : primary;
  lost_ = lost_ || state.empty();
  trouble_ = Trouble::other;
  if (state == "40001" || state == "40P01") {
    trouble_ = Trouble::lost_race;
    return Error::unavailable(unavailable);
  }
  if (state.starts_with("23")) {
    trouble_ = state == "23505" ? Trouble::duplicate : Trouble::other;
    log(LogLevel::debug, "a constraint refused a row", {{"reason", reason}});
    return Error::conflict("this conflicts with what is stored already");
  }
  if (state.starts_with("54")) {
    return Error::too_large("this is too large to be stored or indexed");
  }
  const bool bug = starts_with_any(state, {"0A", "21", "22", "25", "2B", "3D", "3F", "42"});
  log(LogLevel::error, bug ? "a statement is wrong" : "the database failed",
      {{"reason", reason}, {"state", state}, {"at", std::string(what)}});
  return bug ? Error::internal("something went wrong on our side; it has been logged")
             : Error::unavailable(unavailable);
}

Result<Connection::Answer> Connection::checked(pg_result* raw, std::string_view what) {
  Answer answer(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
    return failure(raw, what);
  }
  trouble_ = Trouble::none;
  return answer;
}

Result<std::string> Connection::prepared(std::string_view sql, const Packed& packed) {
  std::string key(sql);
  packed.append_types(key);
  if (const auto found = statements_.find(key); found != statements_.end()) {
    return found->second;
  }
  const Numbered numbered = numbered_arguments(sql);
  TL_ASSERT(numbered.arguments == packed.count());
  std::string name = "s" + std::to_string(statements_.size());
  TL_TRY(checked(
      PQprepare(handle_, name.c_str(), numbered.sql.c_str(), packed.count(), packed.types()), sql));
  statements_.emplace(std::move(key), name);
  return name;
}

Result<void> Connection::each(std::string_view sql, const Arguments& arguments,
                              const RowSink& sink) {
  const Packed packed(arguments);
  TL_TRY_ASSIGN(const std::string name, prepared(sql, packed));
  TL_TRY_ASSIGN(const Answer answer,
                checked(PQexecPrepared(handle_, name.c_str(), packed.count(), packed.values(),
                                       packed.lengths(), packed.formats(), 0),
                        sql));
  const int columns = PQnfields(answer.get());
  Row row(static_cast<std::size_t>(columns));
  for (int i = 0; i < PQntuples(answer.get()); ++i) {
    for (int column = 0; column < columns; ++column) {
      row[static_cast<std::size_t>(column)] = value_of(answer.get(), i, column);
    }
    TL_TRY(sink(row));
  }
  return {};
}

Result<void> Connection::script(std::string_view sql) {
  TL_TRY(checked(PQexec(handle_, std::string(sql).c_str()), "a script"));
  return {};
}

Result<void> Connection::control(Call call, const char* sql) {
  if (faults_ != nullptr && faults_->fails(call)) {
    trouble_ = Trouble::other;
    return Error::unavailable(unavailable);
  }
  TL_TRY_ASSIGN(const Answer answer, checked(PQexec(handle_, sql), sql));
  // The answer to COMMIT in a failed transaction is "ROLLBACK", and no error.
  if (call == Call::commit && std::string_view(PQcmdStatus(answer.get())) != "COMMIT") {
    trouble_ = Trouble::other;
    return Error::internal("something went wrong on our side; it has been logged");
  }
  return {};
}

void Connection::trim_cache() {
  if (statements_.size() > cached_statements_max && script("DEALLOCATE ALL").ok()) {
    statements_.clear();
  }
}

}  // namespace throughline::storage::postgres
