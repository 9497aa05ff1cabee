// tocsin schema: JSON Schemas of records and products, from the same description that reads and writes them.

#include <filesystem>

#include "tocsin/app/commands.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/message/codec.hpp"

namespace tocsin::app {

Outcome<Answer> schema_command(const SchemaOptions& options) {
  std::vector<std::string> names =
      options.name.empty() ? message::schema_names() : std::vector<std::string>{options.name};
  Answer answer{.json = Json::object(), .text = {}, .exit = Exit::done};
  for (const std::string& name : names) {
    Result<Json> schema = message::schema(name);
    if (!schema) return refuse(schema.error());
    if (options.out.empty()) {
      answer.text += schema->dump(2) + "\n";
      answer.json.add(name, *schema);
      continue;
    }
    const std::string path = (std::filesystem::path(options.out) / (name + ".schema.json")).string();
    if (Status s = write_file(path, schema->dump(2) + "\n"); !s) return failed(s.error());
    answer.text += path + "\n";
    answer.json.add(name, path);
  }
  return answer;
}

}  // namespace tocsin::app
