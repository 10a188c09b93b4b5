// MLLP in, parse, ACK out, as the library's own example does it.
const { Server } = require('node-hl7-server')

const server = new Server({ bindAddress: '127.0.0.1' })
const inbound = server.createInbound({ port: Number(process.argv[2]) }, async (req, res) => {
  req.getMessage().get('MSH.10').toString()
  await res.sendResponse('AA')
})
inbound.on('listen', () => console.log('listens'))
